/** The folder {@code plugins/}: jars as they lie there, and as they are kept. */
package org.posthouse.core.plugins.folder;
