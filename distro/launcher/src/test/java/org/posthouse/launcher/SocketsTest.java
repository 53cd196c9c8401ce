package org.posthouse.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.util.concurrent.ConcurrentMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.osgi.framework.BundleContext;

class SocketsTest {
    private final Sockets sockets = new Sockets();
    private ConcurrentMap<InetSocketAddress, ServerSocketChannel> offered;
    private Selector selector;
    private ServerSocketChannel served;
    private ServerSocketChannel idle;

    @BeforeEach
    void open() throws IOException {
        sockets.offer((BundleContext) Proxy.newProxyInstance(
                BundleContext.class.getClassLoader(), new Class<?>[] {BundleContext.class}, (proxy, method, words) -> {
                    offered = map(words[1]);
                    return null;
                }));
        selector = Selector.open();
        served = listening();
        idle = listening();
        served.configureBlocking(false);
        served.register(selector, SelectionKey.OP_ACCEPT);
    }

    @SuppressWarnings("unchecked") // It is what the launcher registers.
    private static ConcurrentMap<InetSocketAddress, ServerSocketChannel> map(Object service) {
        return (ConcurrentMap<InetSocketAddress, ServerSocketChannel>) service;
    }

    private ServerSocketChannel listening() throws IOException {
        ServerSocketChannel socket = ServerSocketChannel.open();
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        offered.put((InetSocketAddress) socket.getLocalAddress(), socket);
        return socket;
    }

    @AfterEach
    void close() throws IOException {
        selector.close();
        served.close();
        idle.close();
    }

    @Test
    void whatNobodyServesIsClosedWhenThatIsSeenTwice() {
        sockets.closeIdle();
        assertThat(idle.isOpen()).isTrue();
        sockets.closeIdle();
        assertThat(idle.isOpen()).isFalse();
        assertThat(served.isOpen()).isTrue();
        assertThat(offered.values()).containsExactly(served);
    }

    @Test
    void whatIsLetGoEndsWithWhoServesIt() {
        sockets.letGo();
        assertThat(offered).isEmpty();
        assertThat(served.isOpen()).isTrue();
        assertThat(idle.isOpen()).isFalse();
    }
}
