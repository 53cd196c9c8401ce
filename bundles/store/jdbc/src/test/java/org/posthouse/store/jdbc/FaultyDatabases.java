package org.posthouse.store.jdbc;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Predicate;
import javax.sql.DataSource;
import org.posthouse.api.database.Databases;
import org.posthouse.api.mail.MailException;

/**
 * A database some of whose calls fail before anything happens, others after it has. A call is named {@code commit} or
 * {@code executeUpdate INSERT INTO …}.
 */
record FaultyDatabases(Databases real, Predicate<String> faulty, Predicate<String> late) implements Databases {
    @Override
    public DataSource open(String part, List<List<String>> steps) throws MailException {
        return wrap(DataSource.class, real.open(part, steps), "");
    }

    private <T> T wrap(Class<T> type, Object target, String sql) {
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    String call = (method.getName() + " " + sql).strip();
                    if (faulty.test(call)) {
                        throw new SQLException("made to fail: " + call);
                    }
                    try {
                        Object result = method.invoke(target, arguments);
                        if (late.test(call)) {
                            throw new SQLException("made to fail when it was done: " + call);
                        }
                        return switch (method.getName()) {
                            case "getConnection" ->
                                type == DataSource.class ? wrap(Connection.class, result, "") : result;
                            case "prepareStatement" ->
                                wrap(PreparedStatement.class, result, ((String) arguments[0]).strip());
                            default -> result;
                        };
                    } catch (InvocationTargetException failure) {
                        throw failure.getCause();
                    }
                }));
    }
}
