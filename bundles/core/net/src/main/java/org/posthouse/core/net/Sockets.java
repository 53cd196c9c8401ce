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
        private final Object lock = new Object();
        /** Whether the system may be reading a file for the socket: if that were closed, its number could be another's. Under the lock. */
        private boolean sending;

        private volatile boolean over;

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

        /** Has the system take octets from a file, as many as it takes now, in the same way; one thread at a time. */
        long writeNow(FileRange range) throws IOException {
            SocketChannel socket = javaChannel();
            synchronized (lock) {
                if (!isOpen()) {
                    return 0;
                }
                sending = true;
            }
            try {
                return range.file().transferTo(range.position(), range.length(), socket);
            } finally {
                synchronized (lock) {
                    sending = false;
                    if (over) {
                        socket.close();
                    }
                }
            }
        }

        /** The event loop does not wait for a disk: whoever sends a file just now closes the socket when that has ended. */
        @Override
        protected void doClose() throws Exception {
            synchronized (lock) {
                over = true;
                if (!sending) {
                    super.doClose();
                }
            }
        }

        @Override
        public boolean isOpen() {
            return !over && super.isOpen();
        }

        @Override
        public boolean isActive() {
            return !over && super.isActive();
        }
    }
}
