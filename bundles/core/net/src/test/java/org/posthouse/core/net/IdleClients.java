package org.posthouse.core.net;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/** Many clients that hear the greeting and then do nothing. */
final class IdleClients {
    private IdleClients() {}

    static void hold(int port, int count) throws IOException {
        List<SocketChannel> clients = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            clients.add(SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port)));
        }
        ByteBuffer greeting = ByteBuffer.allocate(100);
        for (SocketChannel client : clients) {
            greeting.clear();
            while (greeting.position() == 0 || greeting.get(greeting.position() - 1) != '\n') {
                if (client.read(greeting) < 0) {
                    throw new IOException("closed before the greeting");
                }
            }
        }
        System.out.println("connected");
        while (System.in.read() >= 0) {
            // Until the parent goes.
        }
    }
}
