/** What stores have in common: mailboxes in memory, what a commit makes of them, and whose folder it is. */
@Export
@Version("1.0.0")
package org.posthouse.lib.store;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
