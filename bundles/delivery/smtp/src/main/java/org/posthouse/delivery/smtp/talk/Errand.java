package org.posthouse.delivery.smtp.talk;

import org.posthouse.api.log.EventLog;

/**
 * What a connection is used for.
 *
 * @param deadline when it must be over, by {@link System#nanoTime}
 * @param log of the mail that is carried
 */
record Errand(long deadline, EventLog log) {}
