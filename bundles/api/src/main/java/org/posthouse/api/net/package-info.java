/** Who is connected, to what. */
@Export
@Version("1.0.0")
package org.posthouse.api.net;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
