/** One version for another: side by side, one plug-in at a time. */
package org.posthouse.core.plugins.change;
