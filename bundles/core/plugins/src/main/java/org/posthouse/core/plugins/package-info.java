/** The plug-ins of a running house: listed, put in, changed and taken out. */
package org.posthouse.core.plugins;
