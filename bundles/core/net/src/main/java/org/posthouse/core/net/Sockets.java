package org.posthouse.core.net;

import io.netty.channel.Channel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.List;
import org.posthouse.api.mail.FileRange;

/** A listening socket whose clients can be written to from any thread. */
final class Sockets extends NioServerSocketChannel {
    Sockets(ServerSocketChannel listening) {
        super(listening);
    }

    @Override
    protected int doReadMessages(List<Object> accepted) throws Exception {
        SocketChannel socket = javaChannel().accept();
        if (socket == null) {
            return 0;
        }
        try {
            accepted.add(new Client(this, socket));
            return 1;
        } catch (RuntimeException | Error e) {
            socket.close();
            throw e;
        }
    }

    /** A client's socket. */
    static final class Client extends NioSocketChannel {
        /** Held while a file is read for the socket: what is closed meanwhile could be another's by its number. */
        private final Object open = new Object();

        private Client(Channel door, SocketChannel socket) {
            super(door, socket);
        }

        /**
         * Gives octets to the system at once, as many as it takes now. Any thread; past the pipeline, so only while that has nothing to
         * do with them and nothing waits in it.
         */
        int writeNow(ByteBuffer octets) throws IOException {
            return javaChannel().write(octets);
        }

        /** Has the system take octets from a file, as many as it takes now, in the same way. */
        long writeNow(FileRange range) throws IOException {
            synchronized (open) {
                SocketChannel socket = javaChannel();
                return socket.isOpen() ? range.file().transferTo(range.position(), range.length(), socket) : 0;
            }
        }

        @Override
        protected void doClose() throws Exception {
            synchronized (open) {
                super.doClose();
            }
        }
    }
}
