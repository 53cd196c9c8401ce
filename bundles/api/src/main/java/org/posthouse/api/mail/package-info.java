/** The values of mail: addresses, envelopes, content, and the one failure. */
@Export
@Version("1.0.0")
package org.posthouse.api.mail;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
