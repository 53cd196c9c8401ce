/** Figures for those who watch the server, over HTTP and for the command line. */
package org.posthouse.console.metrics;
