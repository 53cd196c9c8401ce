/**
 * The first page of the console. Once a minute it takes down how much mail went through, how much waits, who is connected and how long
 * accepting took, for a day, in memory and in a file beside its jar's copies, so that a swap or a restart leaves no gap but its own.
 */
package org.posthouse.console.overview;
