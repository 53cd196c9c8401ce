package org.posthouse.console.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.posthouse.testkit.FakeDirectory.address;

import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.posthouse.api.account.Account;
import org.posthouse.api.account.Forward;
import org.posthouse.api.config.Configurations;
import org.posthouse.api.dns.Resolver;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.route.Router;
import org.posthouse.api.store.CareReport;
import org.posthouse.api.store.MailStore;
import org.posthouse.api.store.StoreCare;
import org.posthouse.api.store.StoreStats;
import org.posthouse.spi.console.Said;
import org.posthouse.testkit.FakeDirectory;
import org.posthouse.testkit.FakeVisit;

class AccountsPageTest {
    private static final String KATE = "kate@school.edu";
    private static final String RON = "ron@school.edu";
    private static final String SECRET = "correct horse battery";

    private final FakeDirectory directory = new FakeDirectory("school.edu");
    private boolean storeAway;
    private StoreStats stats = new StoreStats(
            "store.hay", 9, 20, 300, 5 << 20, 6 << 20, 7L << 30, Map.of("bales", 4L, "octets in the loft", 3072L));
    private AccountsPage page;

    @BeforeEach
    void open() {
        StoreCare care = fake(StoreCare.class, given -> {
            if (storeAway) {
                throw MailException.notNow("the mail store is away");
            }
            return given == null ? stats : new CareReport(3, 2 << 10);
        });
        MailStore store = fake(MailStore.class, given -> {
            // Who cares for it is always told.
            if (given == null) {
                return care;
            }
            if (storeAway) {
                throw MailException.notNow("the mail store is away");
            }
            return new MailStore.Usage(512 << 10, 7);
        });
        Router router = fake(
                Router.class,
                given -> List.of(new Router.Explanation(0, address(KATE), "account", "it is an account", List.of())));
        page = new AccountsPage(new House(
                directory,
                store,
                router,
                fake(Configurations.class, given -> List.of()),
                fake(Resolver.class, given -> Optional.empty())));
        directory.account(KATE, true).account(RON, false);
    }

    @FunctionalInterface
    private interface Answer {
        Object to(Object[] given) throws MailException;
    }

    private static <T> T fake(Class<T> type, Answer answer) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, given) -> answer.to(given)));
    }

    private static FakeVisit order(String action, String id) {
        return FakeVisit.below("").by(KATE).with("action", action).with("id", id);
    }

    private static FakeVisit creation(String id) {
        return order("create", id)
                .with("fullname", " Harry ")
                .with("password", SECRET)
                .with("again", SECRET)
                .with("quota", "1G")
                .with("imap", "true")
                .with("enabled", "true");
    }

    @Test
    void accountsAreShownAPageAtATimeAndSearched() throws MailException {
        for (int i = 100; i < 220; i++) {
            directory.account("pupil" + i + "@school.edu", false);
        }
        String first = page.show(FakeVisit.below(""));
        assertThat(first)
                .contains(KATE, "pupil147@")
                .doesNotContain("pupil148@")
                .contains("page 1 of 3, 122 in all");
        assertThat(page.show(FakeVisit.below("").with("page", "3")))
                .contains("pupil219@")
                .doesNotContain("pupil148@");
        assertThat(page.show(FakeVisit.below("").with("page", "999"))).contains("pupil219@", "page 3 of 3");
        assertThat(page.show(FakeVisit.below("").with("q", "PUPIL20")))
                .contains("pupil200@", "pupil209@")
                .doesNotContain("pupil210@", "page 1 of");
        assertThat(page.show(FakeVisit.below("").with("q", "nobody"))).contains("No address or name has");
        assertThat(page.show(FakeVisit.below("").with("domain", "other.edu").with("page", "-1")))
                .contains("There are no accounts.");
    }

    @Test
    void theListShowsWhatIsUsedAndWhatIsNearlyFullStandsOut() throws MailException {
        assertThat(page.show(FakeVisit.below(""))).contains(">512.0 KiB</td>");
        page.act(creation("harry@school.edu").swap("quota", "550K"));
        assertThat(page.show(FakeVisit.below(""))).contains("<span class=\"badge fair\">512.0 KiB of 550.0 KiB</span>");
        storeAway = true;
        assertThat(page.show(FakeVisit.below(""))).contains("not known now", "harry@school.edu");
    }

    @Test
    void aQuotaOfMessagesIsSetShownAndTakenAway() throws MailException {
        Said said = page.act(creation("harry@school.edu").with("messages", "7"));
        assertThat(said.sentence()).isEqualTo("harry@school.edu is there.");
        assertThat(directory.account("harry@school.edu").quotaMessages()).hasValue(7);
        assertThat(page.show(FakeVisit.at(said.next())))
                .contains("512.0 KiB of 1.0 GiB (0 %), 7 messages of 7 (100 %)", "name=\"messages\" value=\"7\"");
        assertThat(page.show(FakeVisit.below("")))
                .contains("<span class=\"badge bad\">512.0 KiB of 1.0 GiB, 7 of 7 messages</span>");
        FakeVisit change = order("change", "harry@school.edu").with("enabled", "true");
        page.act(change.with("messages", "70"));
        assertThat(directory.account("harry@school.edu").quotaMessages()).hasValue(70);
        assertThat(page.act(order("change", "harry@school.edu")).done()).isTrue();
        assertThat(directory.account("harry@school.edu").quotaMessages()).isEmpty();
        assertThat(page.show(FakeVisit.at(said.next()))).contains("512.0 KiB, 7 messages; no quota");
    }

    @Test
    void aNumberOfMessagesThatIsNoneIsRefusedAndNothingIsMade() throws MailException {
        Said said = page.act(creation("harry@school.edu").with("messages", "many"));
        assertThat(said.sentence()).contains("'many' is no number of messages: say 50000, or none");
        assertThat(page.show(FakeVisit.at(said.next()))).contains("name=\"messages\" value=\"many\"");
        assertThat(page.show(FakeVisit.below("").with("q", "harry"))).contains("No address or name has");
    }

    @Test
    void theStoresFiguresAreAskedForNowAndThenOnly() throws MailException {
        assertThat(page.show(FakeVisit.below("store")))
                .contains(
                        "store.hay",
                        "300, 5.0 MiB",
                        "6.0 MiB",
                        "7.0 GiB",
                        "<dt>Bales</dt><dd>4</dd>",
                        "<dt>In the loft</dt><dd>3.0 KiB</dd>");
        stats = new StoreStats("store.oats", 0, 0, 0, 0, 0, 0, Map.of());
        assertThat(page.show(FakeVisit.below("store"))).contains("store.hay").doesNotContain("store.oats");
    }

    @Test
    void roomIsGivenBackAndAnAccountCountedAnew() throws MailException {
        assertThat(page.act(order("compact", "store")).sentence()).isEqualTo("2.0 KiB given back in 3 files.");
        Said counted = page.act(order("recount", KATE));
        assertThat(counted.sentence()).isEqualTo(KATE + " has 3 messages, 2.0 KiB, as was known.");
        assertThat(page.show(FakeVisit.at(counted.next()))).contains("Count the messages of " + KATE + " anew");
    }

    @Test
    void aStoreThatIsAwaySaysSoInItsPlace() throws MailException {
        storeAway = true;
        assertThat(page.show(FakeVisit.below("store"))).contains("This cannot be told now: the mail store is away");
    }

    @Test
    void anAccountIsMadeAsItWasTyped() throws MailException {
        Said said = page.act(creation("harry@school.edu"));
        assertThat(said.done()).isTrue();
        assertThat(said.sentence()).isEqualTo("harry@school.edu is there.").doesNotContain(SECRET);
        Account made = directory.account("harry@school.edu");
        assertThat(made.name()).isEqualTo("Harry");
        assertThat(made.quota()).hasValue(1L << 30);
        assertThat(made.protocols()).isEqualTo(Set.of("imap"));
        assertThat(made.enabled()).isTrue();
        assertThat(made.administrator()).isFalse();
        assertThat(directory.passwords).containsEntry(address("harry@school.edu"), SECRET);
        assertThat(page.show(FakeVisit.at(said.next()))).contains("512.0 KiB of 1.0 GiB (0 %), 7 messages");
    }

    @Test
    void whatIsRefusedIsThereAgainButForThePassword() throws MailException {
        for (FakeVisit wrong : List.of(
                creation("harry"),
                creation("h@school.edu").swap("again", "x"),
                creation("h@school.edu").swap("quota", "much"))) {
            Said said = page.act(wrong);
            assertThat(said.done()).isFalse();
            assertThat(said.sentence()).startsWith("Not done: ").doesNotContain(SECRET);
            assertThat(said.next()).doesNotContain("horse");
            String html = page.show(FakeVisit.at(said.next()));
            assertThat(html).contains("value=\" Harry \"").doesNotContain(SECRET);
        }
        assertThat(directory.accounts).hasSize(2);
    }

    @Test
    void anAccountIsChangedRenamedAndGivenAPassword() throws MailException {
        assertThat(page.act(order("change", RON).with("fullname", "Ron").with("pop3", "true"))
                        .done())
                .isTrue();
        assertThat(directory.account(RON).name()).isEqualTo("Ron");
        assertThat(directory.account(RON).enabled()).isFalse();
        assertThat(directory.account(RON).protocols()).isEqualTo(Set.of("pop3"));
        assertThat(directory.account(RON).quota()).isEmpty();
        assertThat(page.act(order("password", RON).with("password", SECRET).with("again", SECRET))
                        .done())
                .isTrue();
        assertThat(directory.passwords).containsEntry(address(RON), SECRET);
        Said said =
                page.act(order("rename", RON).with("to", "weasley@school.edu").with("keep", "true"));
        assertThat(said.next()).isEqualTo("?account=weasley%40school.edu");
        assertThat(directory.aliases).containsEntry(address(RON), List.of(address("weasley@school.edu")));
        assertThat(page.show(FakeVisit.below("").with("account", RON))).contains("removed or renamed");
    }

    @Test
    void twoPasswordsThatDifferChangeNothing() {
        assertThatThrownBy(() ->
                        page.act(order("password", RON).with("password", "a").with("again", "b")))
                .isInstanceOf(MailException.class)
                .hasMessage("the two passwords are not the same");
        assertThatThrownBy(() -> page.act(order("password", "nobody@school.edu").with("password", "a")))
                .hasMessage("there is no account nobody@school.edu");
        assertThat(directory.passwords).isEmpty();
    }

    @Test
    void nobodyLocksHimselfOut() throws MailException {
        assertThat(page.act(order("change", KATE).with("enabled", "true")).done())
                .isFalse();
        assertThat(page.act(order("remove", KATE).with("confirm", KATE)).done()).isFalse();
        assertThat(directory.account(KATE).administrator()).isTrue();
        assertThat(page.act(order("change", KATE).with("enabled", "true").with("administrator", "true"))
                        .done())
                .isTrue();
    }

    @Test
    void anAccountIsRemovedOnlyIfItsAddressIsTyped() throws MailException {
        assertThat(page.act(order("remove", RON)).done()).isFalse();
        assertThat(page.act(order("remove", RON).with("confirm", KATE)).done()).isFalse();
        assertThat(directory.accounts).hasSize(2);
        Said said = page.act(order("remove", RON).with("confirm", RON).with("keep", "true"));
        assertThat(said.sentence()).isEqualTo("ron@school.edu is gone, its mail is kept.");
        assertThat(directory.accounts).hasSize(1);
    }

    @Test
    void mailIsForwardedWithACopyOrNot() throws MailException {
        page.act(order("forward", RON)
                .with("targets", "a@x.example\r\nb@x.example")
                .with("copy", "true"));
        assertThat(directory.account(RON).forward())
                .contains(new Forward(List.of(address("a@x.example"), address("b@x.example")), true));
        assertThat(page.show(FakeVisit.below("").with("account", RON)))
                .contains("a@x.example, b@x.example, and a copy stays");
        page.act(order("stay", RON));
        assertThat(directory.account(RON).forward()).isEmpty();
        assertThatThrownBy(() -> page.act(order("forward", RON).with("targets", " ")))
                .hasMessage("no address was given");
    }

    @Test
    void anAliasIsAddedReplacedAndTakenAway() throws MailException {
        page.act(order("alias", "staff@school.edu").with("targets", KATE));
        assertThatThrownBy(() -> page.act(order("alias", "staff@school.edu").with("targets", RON)))
                .hasMessage("staff@school.edu stands for kate@school.edu already");
        page.act(order("alias", "staff@school.edu")
                .with("targets", KATE + "," + RON)
                .with("replace", "true"));
        assertThat(page.show(FakeVisit.below("aliases").with("q", "STAFF")))
                .contains("kate@school.edu, ron@school.edu");
        assertThat(page.show(FakeVisit.below("aliases").with("q", "x"))).contains("No alias has");
        page.act(order("release", "staff@school.edu " + KATE));
        assertThat(directory.aliases).containsEntry(address("staff@school.edu"), List.of(address(RON)));
        assertThat(page.show(FakeVisit.below("").with("account", RON))).contains("staff@school.edu");
        page.act(order("release", "staff@school.edu " + RON));
        assertThat(directory.aliases).isEmpty();
        assertThat(page.act(order("unalias", "staff@school.edu")).done()).isFalse();
        assertThat(page.act(order("release", "staff@school.edu " + RON)).done()).isFalse();
    }

    @Test
    void domainsComeAndGoAndHaveACatchAll() throws MailException {
        page.act(order("domain", "zoo.example"));
        page.act(order("catchall", "zoo.example").with("targets", KATE));
        assertThat(page.show(FakeVisit.below("domains"))).containsSubsequence("school.edu", "zoo.example", KATE);
        page.act(order("catchall", "zoo.example").with("targets", ""));
        assertThat(directory.aliases).isEmpty();
        assertThat(page.act(order("catchall", "zoo.example").with("targets", ""))
                        .done())
                .isFalse();
        page.act(order("undomain", "zoo.example"));
        assertThat(directory.domains()).containsExactly("school.edu");
        assertThat(page.act(order("domain", " ")).done()).isFalse();
        assertThatThrownBy(() -> page.act(order("catchall", "").with("targets", KATE)))
                .hasMessage("no domain was given");
    }

    @Test
    void whatBecomesOfMailIsExplained() throws MailException {
        assertThat(page.show(FakeVisit.below("explain").with("address", KATE))).contains("it is an account");
        assertThat(page.show(FakeVisit.below("explain").with("address", "kate")))
                .contains("&#39;kate&#39; is no mail address");
    }

    @Test
    void aStoreThatIsAwayTakesNothingButItsOwnPart() throws MailException {
        storeAway = true;
        assertThat(page.show(FakeVisit.below("").with("account", KATE)))
                .contains("This cannot be told now: the mail store is away", "Set password");
    }

    @Test
    void withoutDomainsThePageSaysWhatToDoFirst() throws MailException {
        directory.removeDomain("school.edu");
        directory.accounts.clear();
        assertThat(page.show(FakeVisit.below(""))).contains("There are no accounts.", "add one first");
        assertThat(page.show(FakeVisit.below("domains"))).contains("There are no domains.");
        assertThat(page.show(FakeVisit.below("aliases"))).contains("There are no aliases.");
    }

    @Test
    void hostileWordsAreText() throws MailException {
        String hostile = "<img src=x onerror=alert(1)>";
        String account = "\"<img>\"@school.edu";
        directory.account(account, false);
        directory.change(directory.account(account).change().name(hostile).build());
        directory.putAlias(address("<img>@school.edu"), List.of(address("<img>@x.example")));
        for (FakeVisit asked : List.of(
                FakeVisit.below("").with("q", "<img"),
                FakeVisit.below("").with("account", account),
                FakeVisit.below("").with("account", hostile),
                FakeVisit.below("aliases"),
                FakeVisit.below("aliases").with("q", hostile),
                FakeVisit.below("explain").with("address", hostile),
                FakeVisit.below(hostile))) {
            assertThat(page.show(asked)).doesNotContain("<img");
        }
        assertThat(page.show(FakeVisit.below("").with("account", account))).contains("&lt;img src=x");
    }
}
