/** Who decided what about which mail. */
@Export
@Version("1.0.0")
package org.posthouse.api.trace;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
