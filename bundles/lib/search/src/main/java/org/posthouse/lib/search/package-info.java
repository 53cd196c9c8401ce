/** What SEARCH finds, RFC 3501 §6.4.4: search keys as questions to messages. */
@Export
@Version("1.0.0")
package org.posthouse.lib.search;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
