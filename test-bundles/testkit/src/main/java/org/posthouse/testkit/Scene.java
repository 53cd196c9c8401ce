package org.posthouse.testkit;

import org.posthouse.spi.protocol.ProtocolHandler;

/** What surrounds one dialogue: the handler under test and the fakes it talks to. A dialogue gets a new one. */
public interface Scene {
    /** Another version of the handler each time, all of them over the same fakes. */
    ProtocolHandler handler();

    default FakeClient client() {
        return new FakeClient();
    }

    /** Does what a line {@code ! words} of the dialogue asks for. Before the first line that is said it happens before the connection. */
    default void act(String words) {
        throw new AssertionError("this scene cannot: " + words);
    }
}
