package org.posthouse.api.store;

import org.posthouse.api.mail.Address;
import org.posthouse.api.net.Client;

/** On whose behalf mail is changed. For the record only: it allows and forbids nothing. */
public sealed interface Actor {
    /** A client that has logged in, over its connection. */
    record Connected(Client client) implements Actor {}

    /** The server itself, which brings this mail to this recipient. */
    record Delivering(String queueId, Address recipient) implements Actor {}

    /** Somebody who administers the server, at one of its doors: command, console. */
    record Administrator(String door, String who) implements Actor {}
}
