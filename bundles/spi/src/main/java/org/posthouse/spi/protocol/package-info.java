/** For those who speak a protocol. */
@Export
@Version("1.0.0")
package org.posthouse.spi.protocol;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
