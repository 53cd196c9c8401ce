/** What an address is. */
@Export
@Version("1.0.0")
package org.posthouse.api.route;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
