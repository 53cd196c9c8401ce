/** Places that plug-ins fill, and the plug-ins themselves. */
@Export
@Version("1.0.0")
package org.posthouse.api.plugin;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
