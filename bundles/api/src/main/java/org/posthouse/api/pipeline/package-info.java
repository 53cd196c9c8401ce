/** The way in: what a mail goes through before it is accepted. */
@Export
@Version("1.0.0")
package org.posthouse.api.pipeline;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
