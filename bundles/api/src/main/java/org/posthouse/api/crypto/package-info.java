/** Keys, certificates and password hashes. */
@Export
@Version("1.0.0")
package org.posthouse.api.crypto;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
