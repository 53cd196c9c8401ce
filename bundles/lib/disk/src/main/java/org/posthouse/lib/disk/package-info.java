/** What the file system does and does not tell: folders that are watched, and what one version leaves to the next in a file. */
@Export
@Version("1.0.0")
package org.posthouse.lib.disk;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
