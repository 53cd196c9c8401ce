/** For those who bring mail to where it goes. */
@Export
@Version("1.0.0")
package org.posthouse.spi.delivery;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
