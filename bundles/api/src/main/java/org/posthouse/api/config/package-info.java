/** Typed configuration: one truth for files, console and command line. */
@Export
@Version("1.0.0")
package org.posthouse.api.config;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
