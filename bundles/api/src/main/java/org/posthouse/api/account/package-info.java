/** Accounts, their addresses, and logging in. */
@Export
@Version("1.0.0")
package org.posthouse.api.account;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
