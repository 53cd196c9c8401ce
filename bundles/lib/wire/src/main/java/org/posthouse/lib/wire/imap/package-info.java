/** The grammar of IMAP, RFC 3501 §9: commands to types, types to responses. */
@Export
@Version("1.0.0")
package org.posthouse.lib.wire.imap;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
