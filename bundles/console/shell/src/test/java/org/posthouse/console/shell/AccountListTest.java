package org.posthouse.console.shell;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.posthouse.api.account.Account;
import org.posthouse.api.account.Directory;
import org.posthouse.api.mail.AccountId;
import org.posthouse.api.mail.Content;
import org.posthouse.api.store.MailStore;
import org.posthouse.testkit.FakeDirectory;
import org.posthouse.testkit.store.FakeMailStore;

final class AccountListTest {
    private final FakeDirectory directory = new FakeDirectory("school.edu", "example.com")
            .account("anna@school.edu", true)
            .account("kate@school.edu", false)
            .account("ron@example.com", false);
    private final FakeMailStore store = new FakeMailStore(content -> new byte[0]);
    private final Screen screen = new Screen();

    @BeforeEach
    void fill() throws Exception {
        put("kate@school.edu", 3000);
        put("ron@example.com", 100);
        put("ron@example.com", 100);
        Account ron = directory.account("ron@example.com");
        directory.change(ron.change()
                .quota(1000)
                .lastLogin(Instant.parse("2026-11-01T12:00:00Z"))
                .build());
    }

    private void put(String address, int octets) throws Exception {
        AccountId id = directory.account(address).id();
        String inbox = store.mailboxes(id).named("INBOX").orElseThrow().id();
        Content mail = Content.of("x".repeat(octets).getBytes(UTF_8));
        store.append(
                id, inbox, mail, Set.of(), Instant.EPOCH, "op" + store.usage(id).messages());
    }

    private int run(String... words) throws Exception {
        return new Offered()
                .with(Directory.class, directory)
                .with(MailStore.class, store)
                .run(List.of(AccountList.command()), screen, words);
    }

    /** The addresses that are listed, in their order. */
    private List<String> listed() {
        return screen.out()
                .lines()
                .filter(line -> line.contains("@"))
                .map(line -> line.replaceFirst(" .*", ""))
                .toList();
    }

    @Test
    void theStoreIsNotAskedUnlessItIsWanted() throws Exception {
        store.away(true);
        assertThat(run("account", "list")).isZero();
        assertThat(screen.out()).doesNotContain("USED").contains("anna@school.edu", "enabled, admin");
        assertThat(run("account", "list", "--used")).isEqualTo(Commands.REFUSED);
    }

    @Test
    void whatEachHasUsedIsShownAndAddedUp() throws Exception {
        assertThat(run("account", "list", "--used")).isZero();
        assertThat(screen.out()).contains("USED", "2.9K", "200 (20 %)").endsWith("3 accounts, 3.1K in 3 messages\n");
        assertThat(listed()).containsExactly("anna@school.edu", "kate@school.edu", "ron@example.com");
    }

    @Test
    void theLargestComesFirst() throws Exception {
        assertThat(run("account", "list", "--sort", "used", "--limit", "2")).isZero();
        assertThat(listed()).containsExactly("kate@school.edu", "ron@example.com");
        assertThat(screen.out()).endsWith("2 of 3 accounts, 3.1K in 3 messages\n");
    }

    @Test
    void whoWasAwayLongestComesFirst() throws Exception {
        assertThat(run("account", "list", "--sort", "login")).isZero();
        assertThat(listed()).last().isEqualTo("ron@example.com");
    }

    @Test
    void someAreFoundByAPartOfTheirAddress() throws Exception {
        assertThat(run("account", "list", "--search", "RON")).isZero();
        assertThat(listed()).containsExactly("ron@example.com");
        assertThat(run("account", "list", "--limit", "1")).isZero();
        assertThat(screen.out()).endsWith("1 of 3 accounts\n");
        assertThat(run("account", "list", "school.edu", "--search", "ron")).isZero();
        assertThat(screen.out()).endsWith("No account has that in its address or name.\n");
    }

    /** A directory looks for a page by naming each account of it. */
    @Test
    void allAreReadAtOnceAndNotLookedFor() throws Exception {
        Directory reading = (Directory) Proxy.newProxyInstance(
                Directory.class.getClassLoader(), new Class<?>[] {Directory.class}, (proxy, method, arguments) -> {
                    assertThat(method.getName()).isEqualTo("accounts");
                    return directory.accounts(Optional.empty());
                });
        Offered offered = new Offered().with(Directory.class, reading);
        List<Command> commands = List.of(AccountList.command());
        assertThat(offered.run(commands, screen, "account", "list")).isZero();
        assertThat(offered.run(commands, screen, "account", "list", "--sort", "login", "--limit", "1"))
                .isZero();
        assertThat(screen.out()).endsWith("1 of 3 accounts\n");
    }

    @Test
    void jsonHasOctets() throws Exception {
        assertThat(run("account", "list", "example.com", "--used", "--json")).isZero();
        assertThat(screen.out()).startsWith("[").contains("\"used\" : 200", "\"messages\" : 2", "\"quota\" : 1000");
        assertThat(screen.out()).doesNotContain("1 account,");
    }

    @Test
    void whatIsNoOrderOrNumberIsWrongUsage() throws Exception {
        assertThat(run("account", "list", "--sort", "size")).isEqualTo(Commands.WRONG_USAGE);
        assertThat(run("account", "list", "--limit", "0")).isEqualTo(Commands.WRONG_USAGE);
        assertThat(run("account", "list", "--limit", "many")).isEqualTo(Commands.WRONG_USAGE);
        assertThat(screen.err()).contains("none of address, used, login", "no number from 1 to 1000000");
    }
}
