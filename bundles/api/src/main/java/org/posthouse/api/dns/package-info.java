/** What DNS says. */
@Export
@Version("1.0.0")
package org.posthouse.api.dns;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
