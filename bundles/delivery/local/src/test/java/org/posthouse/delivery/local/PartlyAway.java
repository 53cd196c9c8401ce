package org.posthouse.delivery.local;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Set;
import org.posthouse.api.mail.AccountId;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.store.MailStore;

/** A store that some accounts cannot reach. */
final class PartlyAway {
    private PartlyAway() {}

    static MailStore of(MailStore store, Set<AccountId> away) {
        return (MailStore) Proxy.newProxyInstance(
                MailStore.class.getClassLoader(), new Class<?>[] {MailStore.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("by")) {
                        return proxy;
                    }
                    if (arguments[0] instanceof AccountId account && away.contains(account)) {
                        throw MailException.notNow("store is away");
                    }
                    try {
                        return method.invoke(store, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
