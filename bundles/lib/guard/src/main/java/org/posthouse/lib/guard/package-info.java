/** What stands between core and a plug-in that is called: a deadline, a number of places, and a breaker. Knows seats, and no kind of plug-in. */
@Export
@Version("1.0.0")
package org.posthouse.lib.guard;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
