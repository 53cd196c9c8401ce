/** What services tell their administrator, at the detail that was chosen for each. */
package org.posthouse.core.log;
