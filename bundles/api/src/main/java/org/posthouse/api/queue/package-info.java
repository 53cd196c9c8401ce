/** Mail on its way. */
@Export
@Version("1.0.0")
package org.posthouse.api.queue;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
