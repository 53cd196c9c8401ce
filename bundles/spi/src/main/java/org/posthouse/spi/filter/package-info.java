/** For those who judge mail. */
@Export
@Version("1.0.0")
package org.posthouse.spi.filter;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
