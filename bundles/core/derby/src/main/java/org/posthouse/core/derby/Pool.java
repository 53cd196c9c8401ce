package org.posthouse.core.derby;

import java.io.PrintWriter;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLTransientConnectionException;
import java.sql.Statement;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Logger;
import javax.sql.DataSource;

/** At most eight connections to one database, kept for the next caller. What a caller did not commit is rolled back as it closes. */
final class Pool implements DataSource {
    private static final int MOST = 8;
    private static final int PATIENCE_SECONDS = 10;
    private static final int DRAIN_SECONDS = 3;

    private final DataSource source;
    private final Witness witness;
    private final Deque<Connection> idle = new ConcurrentLinkedDeque<>();
    private final Semaphore free = new Semaphore(MOST, true);
    private final ThreadPoolExecutor connector;
    /** Connections so far. Of the connector's thread. */
    private int made;

    private volatile boolean ended;

    /** @param witness of what is committed */
    Pool(DataSource source, Witness witness) {
        this.source = source;
        this.witness = witness;
        this.connector = new ThreadPoolExecutor(
                1,
                1,
                1,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                task -> new Thread(task, "posthouse-derby-connect-1"));
        connector.allowCoreThreadTimeOut(true);
    }

    @Override
    public Connection getConnection() throws SQLException {
        if (ended) {
            throw new SQLTransientConnectionException("the database is shut");
        }
        try {
            if (!free.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new SQLTransientConnectionException("no connection is free within " + PATIENCE_SECONDS + " s");
            }
        } catch (InterruptedException interrupt) {
            Thread.currentThread().interrupt();
            throw new SQLTransientConnectionException("interrupted", interrupt);
        }
        Connection kept = idle.pollFirst();
        try {
            return lend(kept == null ? connect() : kept);
        } catch (SQLException | RuntimeException failure) {
            free.release();
            throw failure;
        }
    }

    /**
     * On a thread of our own: the engine's parser, which a connection makes for its first statement, remembers the classes of
     * whoever called it, and would keep a former version of a plug-in in memory.
     */
    private Connection connect() throws SQLException {
        try {
            return connector.submit(this::connectHere).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException interrupt) {
            Thread.currentThread().interrupt();
            throw new SQLTransientConnectionException("interrupted", interrupt);
        } catch (ExecutionException failure) {
            throw failure.getCause() instanceof SQLException cause ? cause : new SQLException(failure.getCause());
        } catch (TimeoutException | RejectedExecutionException late) {
            throw new SQLTransientConnectionException("no connection is to be had now", late);
        }
    }

    private Connection connectHere() throws SQLException {
        Connection fresh = source.getConnection();
        try (Statement first = fresh.createStatement()) {
            // Never the same: what is in the engine's cache of statements needs no parser.
            first.execute("VALUES " + ++made);
            return fresh;
        } catch (SQLException | RuntimeException failure) {
            fresh.close();
            throw failure;
        }
    }

    /** Takes no more callers; true if the last one has gone within three seconds. */
    boolean drained() {
        ended = true;
        connector.shutdown();
        try {
            return free.tryAcquire(MOST, DRAIN_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException interrupt) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private Connection lend(Connection real) {
        AtomicBoolean closed = new AtomicBoolean();
        InvocationHandler lease = (proxy, method, arguments) -> switch (method.getName()) {
            case "close" -> {
                if (closed.compareAndSet(false, true)) {
                    giveBack(real);
                }
                yield null;
            }
            case "commit" -> {
                if (closed.get()) {
                    throw new SQLException("the connection was closed", "08003");
                }
                witness.commit(real);
                yield null;
            }
            case "isClosed" -> closed.get() || real.isClosed();
            case "hashCode" -> System.identityHashCode(proxy);
            case "equals" -> proxy == arguments[0];
            default -> pass(real, closed.get(), method, arguments);
        };
        return (Connection)
                Proxy.newProxyInstance(Pool.class.getClassLoader(), new Class<?>[] {Connection.class}, lease);
    }

    private static Object pass(Connection real, boolean closed, Method method, Object[] arguments) throws Throwable {
        if (closed) {
            throw new SQLException("the connection was closed", "08003");
        }
        try {
            return method.invoke(real, arguments);
        } catch (InvocationTargetException failure) {
            throw failure.getCause();
        }
    }

    private void giveBack(Connection real) throws SQLException {
        try {
            if (!real.getAutoCommit()) {
                real.rollback();
                real.setAutoCommit(true);
            }
            real.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
            idle.addFirst(real);
        } catch (SQLException broken) {
            real.close();
        } finally {
            free.release();
        }
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        throw new SQLFeatureNotSupportedException("there are no users");
    }

    @Override
    public PrintWriter getLogWriter() throws SQLException {
        return source.getLogWriter();
    }

    @Override
    public void setLogWriter(PrintWriter out) throws SQLException {
        throw new SQLFeatureNotSupportedException();
    }

    @Override
    public void setLoginTimeout(int seconds) throws SQLException {
        throw new SQLFeatureNotSupportedException();
    }

    @Override
    public int getLoginTimeout() {
        return PATIENCE_SECONDS;
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        throw new SQLFeatureNotSupportedException();
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return false;
    }
}
