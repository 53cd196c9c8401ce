/** Mail at rest: what waits, where it lies, and what has become of it. */
package org.posthouse.core.queue.spool;
