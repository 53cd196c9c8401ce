package org.posthouse.core.net;

import io.netty.util.HashedWheelTimer;
import java.util.function.Supplier;
import org.posthouse.core.net.frame.SpoolRoom;

/**
 * What all connections share.
 *
 * @param settings those in force now: asked at each use, for they change while connections stand
 */
record Machinery(
        Supplier<NetSettings> settings,
        Workers workers,
        HashedWheelTimer timer,
        SpoolRoom room,
        Room inboxes,
        Room outboxes,
        Tls tls,
        Compressions compressions) {}
