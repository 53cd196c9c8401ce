/** The embedded relational database. */
@Export
@Version("1.0.0")
package org.posthouse.api.database;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
