/** A log of records in segments that are used again, and its one writer. */
@Export
@Version("1.0.0")
package org.posthouse.lib.segments;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
