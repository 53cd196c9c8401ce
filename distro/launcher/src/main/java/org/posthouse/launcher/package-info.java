/** Prepares the home, starts the framework with the chosen features, and stops it. Needs the JDK and the framework only. */
package org.posthouse.launcher;
