/** For those who bring a page of the web console. */
@Export
@Version("1.0.0")
package org.posthouse.spi.console;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
