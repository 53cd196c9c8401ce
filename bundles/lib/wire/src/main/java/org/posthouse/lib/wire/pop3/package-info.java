/** POP3's grammar, RFC 1939 and RFC 2449: parse to types. No state, no I/O. */
@Export
@Version("1.0.0")
package org.posthouse.lib.wire.pop3;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
