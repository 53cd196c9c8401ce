/** The files in {@code etc/}: how they are written, kept and watched. */
package org.posthouse.core.config.etc;
