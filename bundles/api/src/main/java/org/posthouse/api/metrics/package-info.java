/** Figures about the running server, for those who watch it. */
@Export
@Version("1.0.0")
package org.posthouse.api.metrics;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
