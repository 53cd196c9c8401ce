/** The format of messages, RFC 5322 and 2045: where their parts are and what their header fields say. No input or output but content. */
@Export
@Version("1.0.0")
package org.posthouse.lib.mime;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
