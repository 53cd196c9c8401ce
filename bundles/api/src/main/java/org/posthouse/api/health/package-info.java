/** What parts of this server have to tell of themselves when they are not well. */
@Export
@Version("1.0.0")
package org.posthouse.api.health;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
