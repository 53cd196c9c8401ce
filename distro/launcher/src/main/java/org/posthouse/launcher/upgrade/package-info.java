/** What a home has to go through before another release serves it, and the way back. */
package org.posthouse.launcher.upgrade;
