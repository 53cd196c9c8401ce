package org.posthouse.console.web;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.posthouse.api.account.Account;
import org.posthouse.api.account.Accounts;
import org.posthouse.api.account.Directory;
import org.posthouse.api.mail.AccountId;
import org.posthouse.api.mail.Address;

/** Accounts, each of whose passwords is its local part; those named root are administrators. */
public final class People {
    private final List<Account> all = new ArrayList<>();

    public Account add(String address) {
        Address parsed = Address.parse(address).orElseThrow();
        Account account = Account.builder(new AccountId("a" + all.size()), parsed)
                .administrator(parsed.localPart().equals("root"))
                .build();
        all.add(account);
        return account;
    }

    public void replace(Account account) {
        all.replaceAll(each -> each.id().equals(account.id()) ? account : each);
    }

    public Accounts accounts() {
        return fake(Accounts.class, (name, arguments) -> switch (name) {
            case "account" ->
                all.stream().filter(each -> each.id().equals(arguments[0])).findFirst();
            case "login" ->
                all.stream()
                        .filter(each -> each.address().toString().equals(arguments[2])
                                && each.address().localPart().equals(new String((char[]) arguments[3]))
                                && arguments[1].equals("console"))
                        .findFirst();
            default -> throw new UnsupportedOperationException(name);
        });
    }

    public Directory directory() {
        return fake(Directory.class, (name, arguments) -> {
            if (name.equals("accounts") && arguments[0].equals(Optional.empty())) {
                return List.copyOf(all);
            }
            throw new UnsupportedOperationException(name);
        });
    }

    /** What a method answers. */
    private interface Answer {
        Object to(String name, Object[] arguments);
    }

    private static <T> T fake(Class<T> type, Answer answer) {
        return type.cast(Proxy.newProxyInstance(
                People.class.getClassLoader(),
                new Class<?>[] {type},
                (proxy, called, arguments) -> answer.to(called.getName(), arguments)));
    }
}
