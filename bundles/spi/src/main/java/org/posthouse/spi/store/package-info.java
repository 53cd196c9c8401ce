/** For those who keep mail. */
@Export
@Version("1.0.0")
package org.posthouse.spi.store;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
