/** What services tell their administrator while they work, and how much of it. */
@Export
@Version("1.0.0")
package org.posthouse.api.log;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
