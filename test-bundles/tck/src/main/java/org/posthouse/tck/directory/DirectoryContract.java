package org.posthouse.tck.directory;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.posthouse.api.account.Account;
import org.posthouse.api.account.Entry;
import org.posthouse.api.account.Forward;
import org.posthouse.api.account.Listed;
import org.posthouse.api.account.ListedAliases;
import org.posthouse.api.mail.AccountId;
import org.posthouse.api.mail.Address;
import org.posthouse.api.mail.MailException;
import org.posthouse.spi.directory.DirectoryBackend;
import org.posthouse.spi.directory.DirectoryOp;

/** What every directory that can be changed promises. Implement it in a test class of the directory. */
public interface DirectoryContract {
    /** Opens the directory over what it held before; empty at the first call of a test. */
    DirectoryBackend open() throws Exception;

    /** Closes it as its bundle's stop does. */
    void close() throws Exception;

    Account KATE = Account.builder(new AccountId("kate1"), address("Kate@school.edu"))
            .name("Kate \u00c5ngstr\u00f6m")
            .quota(5_000_000_000L)
            .protocols(Set.of("imap", "smtp"))
            .build();

    @BeforeEach
    default void aDomainIsThere() throws Exception {
        open().apply(List.of(new DirectoryOp.AddDomain("school.edu")));
    }

    @AfterEach
    default void closeAtTheEnd() throws Exception {
        close();
    }

    @Test
    default void anAccountIsFoundAsItWasMade() throws Exception {
        DirectoryBackend directory = reopen();
        directory.apply(List.of(new DirectoryOp.AddAccount(KATE, Map.of("argon2id", "x".getBytes(UTF_8)))));
        directory = reopen();
        assertThat(directory.account(KATE.id())).contains(KATE);
        assertThat(directory.entry(address("kate@school.edu"))).contains(new Entry.Person(KATE));
        assertThat(directory.entry(address("KATE@school.edu"))).contains(new Entry.Person(KATE));
        assertThat(directory.accounts("school.edu")).containsExactly(KATE);
        assertThat(directory.verifiers(KATE.id())).containsOnlyKeys("argon2id");
        assertThat(directory.verifiers(KATE.id()).get("argon2id")).isEqualTo("x".getBytes(UTF_8));
    }

    @Test
    default void accountsAreSearchedByAddressAndNameAPageAtATime() throws Exception {
        DirectoryBackend directory = reopen();
        List<DirectoryOp> steps = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            Address pupil = address("Pupil" + (char) ('a' + i) + "@school.edu");
            steps.add(new DirectoryOp.AddAccount(
                    Account.builder(new AccountId("pupil" + i), pupil).build(), Map.of()));
        }
        Account named =
                other("ron@school.edu").change().name("Ron 100% O'Pupil_").build();
        steps.add(new DirectoryOp.AddAccount(named, Map.of()));
        steps.add(new DirectoryOp.AddAccount(KATE, Map.of()));
        directory.apply(steps);
        Listed page = directory.search("school.edu", "PUPIL", 5, 4);
        assertThat(page.all()).isEqualTo(13);
        assertThat(page.accounts())
                .extracting(each -> each.address().localPart())
                .containsExactly("Pupilf", "Pupilg", "Pupilh", "Pupili");
        assertThat(directory.search("school.edu", "", 0, 100).all()).isEqualTo(14);
        assertThat(directory.search("school.edu", "0% o'pupil_", 0, 9).accounts())
                .containsExactly(named);
        assertThat(directory.search("school.edu", "l_@", 0, 9).all()).isZero();
        assertThat(directory.search("school.edu", "ron@school", 0, 9).all()).isEqualTo(1);
        assertThat(directory.search("school.edu", "", 0, 0)).isEqualTo(new Listed(List.of(), 14));
        assertThat(directory.search("school.edu", "", 99, 9)).isEqualTo(new Listed(List.of(), 14));
        assertThat(directory.search("elsewhere.example", "", 0, 9).all()).isZero();
    }

    @Test
    default void aliasesAreSearchedByThemselvesAndByTheirTargetsAPageAtATime() throws Exception {
        DirectoryBackend directory = reopen();
        List<DirectoryOp> steps = new ArrayList<>();
        steps.add(new DirectoryOp.AddAccount(KATE, Map.of()));
        for (int i = 0; i < 12; i++) {
            Address team = address("Team" + (char) ('a' + i) + "@school.edu");
            steps.add(new DirectoryOp.PutAlias(team, List.of(address("x" + i + "@b.example"), KATE.address())));
        }
        steps.add(new DirectoryOp.PutAlias(address("100%_@school.edu"), List.of(address("Zoe@b.example"))));
        directory.apply(steps);
        ListedAliases page = directory.searchAliases("school.edu", "TEAM", 5, 3);
        assertThat(page.all()).isEqualTo(12);
        assertThat(page.aliases().keySet())
                .extracting(each -> each.localPart().toLowerCase(Locale.ROOT))
                .containsExactly("teamf", "teamg", "teamh");
        assertThat(page.aliases().values()).first().isEqualTo(List.of(address("x5@b.example"), KATE.address()));
        assertThat(directory.searchAliases("school.edu", "", 0, 100).aliases())
                .isEqualTo(directory.aliases("school.edu"))
                .hasSize(13);
        assertThat(directory.searchAliases("school.edu", "zoe@B", 0, 9).all()).isEqualTo(1);
        assertThat(directory.searchAliases("school.edu", "0%_@", 0, 9).all()).isEqualTo(1);
        assertThat(directory.searchAliases("school.edu", "m_@", 0, 9).all()).isZero();
        assertThat(directory.searchAliases("school.edu", "", 0, 0)).isEqualTo(new ListedAliases(Map.of(), 13));
        assertThat(directory.searchAliases("school.edu", "", 99, 9)).isEqualTo(new ListedAliases(Map.of(), 13));
        assertThat(directory.searchAliases("elsewhere.example", "", 0, 9).all()).isZero();
    }

    @Test
    default void strangersAreNobody() throws Exception {
        DirectoryBackend directory = reopen();
        assertThat(directory.entry(address("ron@school.edu"))).isEmpty();
        assertThat(directory.entry(address("ron@elsewhere.example"))).isEmpty();
        assertThat(directory.account(new AccountId("none"))).isEmpty();
        assertThat(directory.verifiers(new AccountId("none"))).isEmpty();
        assertThat(directory.accounts("elsewhere.example")).isEmpty();
        assertThat(directory.aliases("elsewhere.example")).isEmpty();
    }

    @Test
    default void aChangeIsWholeOrNotAtAll() throws Exception {
        DirectoryBackend directory = reopen();
        refused(
                directory,
                new DirectoryOp.AddAccount(KATE, Map.of()),
                new DirectoryOp.PutAlias(address("k@school.edu"), List.of(KATE.address())),
                new DirectoryOp.AddDomain("school.edu"));
        directory = reopen();
        assertThat(directory.account(KATE.id())).isEmpty();
        assertThat(directory.aliases("school.edu")).isEmpty();
    }

    @Test
    default void anAddressIsGivenOnce() throws Exception {
        DirectoryBackend directory = reopen();
        directory.apply(List.of(
                new DirectoryOp.AddAccount(KATE, Map.of()),
                new DirectoryOp.PutAlias(address("k@school.edu"), List.of(KATE.address()))));
        refused(directory, new DirectoryOp.AddAccount(other("kate@school.edu"), Map.of()));
        refused(directory, new DirectoryOp.AddAccount(other("K@school.edu"), Map.of()));
        refused(directory, new DirectoryOp.PutAlias(address("kate@school.edu"), List.of(address("a@b.example"))));
        refused(directory, new DirectoryOp.AddAccount(other("x@elsewhere.example"), Map.of()));
        refused(
                directory,
                new DirectoryOp.AddAccount(
                        KATE.change().address(address("n@school.edu")).build(), Map.of()));
    }

    @Test
    default void anAliasHasItsTargetsInOrderAndIsReplaced() throws Exception {
        DirectoryBackend directory = reopen();
        Address staff = address("staff@school.edu");
        directory.apply(
                List.of(new DirectoryOp.PutAlias(staff, List.of(address("b@x.example"), address("a@x.example")))));
        assertThat(directory.entry(staff))
                .contains(new Entry.Alias(List.of(address("b@x.example"), address("a@x.example"))));
        directory.apply(List.of(new DirectoryOp.PutAlias(staff, List.of(address("c@x.example")))));
        directory = reopen();
        assertThat(directory.aliases("school.edu")).isEqualTo(Map.of(staff, List.of(address("c@x.example"))));
        directory.apply(List.of(new DirectoryOp.RemoveAlias(staff)));
        assertThat(directory.entry(staff)).isEmpty();
        refused(directory, new DirectoryOp.RemoveAlias(staff));
        refused(directory, new DirectoryOp.PutAlias(staff, List.of()));
    }

    @Test
    default void anAccountChangesAndKeepsItsIdAndVerifiers() throws Exception {
        DirectoryBackend directory = reopen();
        directory.apply(List.of(new DirectoryOp.AddAccount(KATE, Map.of("argon2id", new byte[] {1}))));
        Account renamed = KATE.change()
                .address(address("catherine@school.edu"))
                .enabled(false)
                .unlimited()
                .administrator(true)
                .protocols(Set.of())
                .build();
        directory.apply(List.of(new DirectoryOp.ChangeAccount(renamed)));
        directory = reopen();
        assertThat(directory.account(KATE.id())).contains(renamed);
        assertThat(directory.entry(KATE.address())).isEmpty();
        assertThat(directory.verifiers(KATE.id())).containsOnlyKeys("argon2id");
        refused(directory, new DirectoryOp.ChangeAccount(other("nobody@school.edu")));
    }

    @Test
    default void aForwardIsKeptWithItsTargetsInOrder() throws Exception {
        DirectoryBackend directory = reopen();
        Forward away = new Forward(List.of(address("b@x.example"), address("A@x.example")), false);
        Account forwarded = KATE.change().forward(away).build();
        directory.apply(List.of(
                new DirectoryOp.AddAccount(forwarded, Map.of()),
                new DirectoryOp.AddAccount(other("ron@school.edu"), Map.of())));
        directory = reopen();
        assertThat(directory.entry(KATE.address())).contains(new Entry.Person(forwarded));
        assertThat(directory.accounts("school.edu")).containsExactly(forwarded, other("ron@school.edu"));
        Account copied = KATE.change()
                .forward(new Forward(List.of(address("c@x.example")), true))
                .build();
        directory.apply(List.of(new DirectoryOp.ChangeAccount(copied)));
        directory = reopen();
        assertThat(directory.account(KATE.id())).contains(copied);
        directory.apply(List.of(new DirectoryOp.ChangeAccount(KATE)));
        directory = reopen();
        assertThat(directory.account(KATE.id())).contains(KATE);
        directory.apply(List.of(new DirectoryOp.ChangeAccount(copied), new DirectoryOp.RemoveAccount(KATE.id())));
        assertThat(directory.account(KATE.id())).isEmpty();
    }

    @Test
    default void verifiersAreReplacedAsAWhole() throws Exception {
        DirectoryBackend directory = reopen();
        directory.apply(List.of(new DirectoryOp.AddAccount(KATE, Map.of("argon2id", new byte[] {1}))));
        directory.apply(List.of(new DirectoryOp.SetVerifiers(KATE.id(), Map.of("scram-sha-256", new byte[600]))));
        assertThat(directory.verifiers(KATE.id())).containsOnlyKeys("scram-sha-256");
        refused(directory, new DirectoryOp.SetVerifiers(new AccountId("none"), Map.of()));
    }

    @Test
    default void aLoginIsRemembered() throws Exception {
        DirectoryBackend directory = reopen();
        Instant then = Instant.parse("2026-01-02T03:04:05Z");
        directory.apply(List.of(new DirectoryOp.AddAccount(KATE, Map.of()), new DirectoryOp.LoggedIn(KATE.id(), then)));
        assertThat(reopen().account(KATE.id()).flatMap(Account::lastLogin)).contains(then);
    }

    @Test
    default void aDomainGoesOnlyWhenItHasNoAccounts() throws Exception {
        DirectoryBackend directory = reopen();
        directory.apply(List.of(
                new DirectoryOp.AddAccount(KATE, Map.of()),
                new DirectoryOp.PutAlias(address("staff@school.edu"), List.of(KATE.address()))));
        refused(directory, new DirectoryOp.RemoveDomain("school.edu"));
        directory.apply(List.of(new DirectoryOp.RemoveAccount(KATE.id()), new DirectoryOp.RemoveDomain("School.edu")));
        directory = reopen();
        assertThat(directory.domains()).isEmpty();
        assertThat(directory.entry(address("staff@school.edu"))).isEmpty();
        refused(directory, new DirectoryOp.RemoveDomain("school.edu"));
        refused(directory, new DirectoryOp.RemoveAccount(KATE.id()));
    }

    @Test
    default void aDomainIsOneInEitherForm() throws Exception {
        String people = "B\u00fccher.example";
        String wire = "xn--bcher-kva.example";
        DirectoryBackend directory = reopen();
        directory.apply(
                List.of(new DirectoryOp.AddDomain(people), new DirectoryOp.AddAccount(other("b@" + people), Map.of())));
        refused(directory, new DirectoryOp.AddDomain(wire));
        directory = reopen();
        assertThat(directory.domains()).containsExactlyInAnyOrder("school.edu", wire);
        assertThat(directory.entry(address("b@" + wire))).contains(new Entry.Person(other("b@" + wire)));
        assertThat(directory.accounts(people)).containsExactly(other("b@" + wire));
    }

    @Test
    default void manyAtTheSameTimeGetTheirOwnAnswers() throws Exception {
        DirectoryBackend directory = reopen();
        ExecutorService pool = Executors.newFixedThreadPool(8);
        try {
            List<Callable<Optional<Entry>>> calls = new ArrayList<>();
            for (int i = 0; i < 64; i++) {
                Account account = other("user" + i + "@school.edu", "u" + i);
                calls.add(() -> {
                    directory.apply(List.of(new DirectoryOp.AddAccount(account, Map.of())));
                    return directory.entry(account.address());
                });
            }
            for (Future<Optional<Entry>> answer : pool.invokeAll(calls)) {
                assertThat(answer.get()).isPresent();
            }
        } finally {
            pool.shutdownNow();
        }
        assertThat(directory.accounts("school.edu")).hasSize(64);
    }

    private DirectoryBackend reopen() throws Exception {
        close();
        return open();
    }

    private static void refused(DirectoryBackend directory, DirectoryOp... steps) {
        assertThatThrownBy(() -> directory.apply(List.of(steps)))
                .isInstanceOfSatisfying(MailException.class, failure -> assertThat(failure.kind())
                        .isEqualTo(MailException.Kind.PERMANENT));
    }

    private static Account other(String address) {
        return other(address, "other");
    }

    private static Account other(String address, String id) {
        return Account.builder(new AccountId(id), address(address)).build();
    }

    private static Address address(String text) {
        return Address.parse(text).orElseThrow();
    }
}
