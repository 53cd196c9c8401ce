/** The page about mail that waits. */
package org.posthouse.console.queue;
