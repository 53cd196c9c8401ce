package org.posthouse.core.queue.dispatch;

import java.time.Instant;
import java.util.List;
import org.posthouse.api.mail.Content;
import org.posthouse.api.mail.Envelope;
import org.posthouse.spi.delivery.Delivery;

/** An attempt as an agent gets it. */
record Handover(Envelope envelope, List<Target> targets, Content message, Instant arrived, Instant deadline)
        implements Delivery {}
