/** Mailboxes and what is in them. */
@Export
@Version("1.0.0")
package org.posthouse.api.store;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
