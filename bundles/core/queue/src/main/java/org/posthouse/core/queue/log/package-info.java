/** A log of records in segments: one writer, one force for many, recovery after a crash. */
package org.posthouse.core.queue.log;
