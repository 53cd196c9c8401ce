/** For those who know users. */
@Export
@Version("1.0.0")
package org.posthouse.spi.directory;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
