/** SMTP's grammar, RFC 5321: parse to types, print from types. No state, no I/O. */
@Export
@Version("1.0.0")
package org.posthouse.lib.wire.smtp;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
