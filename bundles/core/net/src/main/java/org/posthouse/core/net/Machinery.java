package org.posthouse.core.net;

import io.netty.util.HashedWheelTimer;
import org.posthouse.core.net.frame.SpoolRoom;

/** What all connections share. */
record Machinery(
        NetSettings settings, Workers workers, HashedWheelTimer timer, SpoolRoom room, InboxRoom inboxes, Tls tls) {}
