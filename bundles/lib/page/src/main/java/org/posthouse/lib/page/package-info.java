/** What the console's pages are written with: HTML that escapes every text, and the parts they have in common. */
@Export
@Version("1.0.0")
package org.posthouse.lib.page;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
