/** SASL mechanisms, RFC 4422, from the server's side: small state machines on octets, without I/O. */
@Export
@Version("1.0.0")
package org.posthouse.lib.sasl;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
