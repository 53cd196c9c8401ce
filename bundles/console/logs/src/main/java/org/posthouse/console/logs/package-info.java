/** The page about the logs. */
package org.posthouse.console.logs;
