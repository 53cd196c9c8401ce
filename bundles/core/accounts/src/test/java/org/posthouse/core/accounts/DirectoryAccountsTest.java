package org.posthouse.core.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.posthouse.api.account.Account;
import org.posthouse.api.account.Logins;
import org.posthouse.api.mail.AccountId;
import org.posthouse.api.mail.Address;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.mail.Status;
import org.posthouse.spi.directory.DirectoryBackend;
import org.posthouse.spi.directory.DirectoryOp;
import org.posthouse.testkit.FakeClient;
import org.posthouse.testkit.FakeClock;
import org.posthouse.testkit.FakeSeats;

final class DirectoryAccountsTest {
    private static final AccountId KATE = new AccountId("kate");

    private final FakeClock clock = new FakeClock();
    private final MemoryDirectory directory = new MemoryDirectory("school.edu");
    private final FakeSeats seats = new FakeSeats();
    private final PlainHash hash = new PlainHash();
    private AccountsSettings settings;
    private DirectoryAccounts accounts;

    @BeforeEach
    void open() throws Exception {
        seats.fill(DirectoryBackend.class, "directory", "1", directory, Map.of());
        directory.apply(List.of(new DirectoryOp.AddAccount(
                Account.builder(KATE, new Address("kate", "school.edu"))
                        .protocols(Set.of("imap"))
                        .build(),
                Verifiers.ofHash(hash.hash("secret word".toCharArray())))));
        settings = new AccountsSettings(
                "school.edu",
                2,
                8,
                Duration.ofSeconds(300),
                Duration.ofSeconds(60),
                Duration.ofSeconds(900),
                AccountsSettings.directory(Duration.ofSeconds(30), 16),
                8,
                10,
                Duration.ofMinutes(15),
                true);
        accounts = with(settings, false);
    }

    @AfterEach
    void close() {
        accounts.close();
    }

    private DirectoryAccounts with(AccountsSettings settings, boolean demo) {
        return new DirectoryAccounts(new Directories(seats, settings, clock), hash, settings, demo, clock);
    }

    private Optional<AccountId> login(String protocol, String name, String password) throws MailException {
        return login(new FakeClient(), protocol, name, password);
    }

    private Optional<AccountId> login(FakeClient client, String protocol, String name, String password)
            throws MailException {
        return accounts.login(client, protocol, name, password.toCharArray()).map(Account::id);
    }

    @Test
    void theRightPasswordOpensTheDoor() throws Exception {
        assertThat(login("imap", "kate@school.edu", "secret word")).contains(KATE);
        assertThat(login("imap", "Kate@School.EDU", "secret word")).contains(KATE);
        assertThat(login("imap", "kate", "secret word")).contains(KATE);
    }

    @Test
    void anythingElseDoesNot() throws Exception {
        assertThat(login("imap", "kate@school.edu", "secret Word")).isEmpty();
        assertThat(login("imap", "kate@school.edu", "")).isEmpty();
        assertThat(login("imap", "ron@school.edu", "secret word")).isEmpty();
        assertThat(login("imap", "", "secret word")).isEmpty();
        assertThat(login("imap", "kate@school.edu", "x".repeat(100_000))).isEmpty();
    }

    @Test
    void aProtocolThatTheAccountMayNotUseIsRefused() throws Exception {
        assertThat(login("smtp", "kate@school.edu", "secret word")).isEmpty();
    }

    @Test
    void whoseAccountIsClosedWhileThePasswordIsLookedAtStaysOut() throws Exception {
        hash.meanwhile(() -> {
            try {
                directory.apply(
                        List.of(new DirectoryOp.ChangeAccount(Account.builder(KATE, new Address("kate", "school.edu"))
                                .protocols(Set.of())
                                .build())));
            } catch (MailException e) {
                throw new IllegalStateException(e);
            }
            clock.advance(settings.rememberedAnswer().plusSeconds(1));
        });
        assertThat(login("imap", "kate@school.edu", "secret word")).isEmpty();
        assertThat(hash.checks()).isEqualTo(1);
    }

    @Test
    void theConsoleIsForAdministratorsWhateverTheirProtocols() throws Exception {
        assertThat(login("console", "kate@school.edu", "secret word")).isEmpty();
        directory.apply(List.of(new DirectoryOp.ChangeAccount(Account.builder(KATE, new Address("kate", "school.edu"))
                .administrator(true)
                .protocols(Set.of())
                .build())));
        clock.advance(settings.rememberedAnswer().plusSeconds(1));
        assertThat(login("console", "kate@school.edu", "secret word")).contains(KATE);
        assertThat(login("imap", "kate@school.edu", "secret word")).isEmpty();
    }

    @Test
    void whoGuessesMustWaitWhereverHeKnocks() throws Exception {
        for (int i = 0; i < settings.failedLogins(); i++) {
            assertThat(login("imap", "kate@school.edu", "guess " + i)).isEmpty();
        }
        int checks = hash.checks();
        for (String protocol : List.of("imap", "smtp", "console")) {
            assertThatThrownBy(() -> login(protocol, "kate@school.edu", "secret word"))
                    .isInstanceOfSatisfying(
                            MailException.class, e -> assertThat(e.status()).isEqualTo(new Status(4, 7, 0)));
        }
        assertThat(hash.checks()).isEqualTo(checks);
        clock.advance(Duration.ofSeconds(2));
        assertThat(login("imap", "kate@school.edu", "secret word")).contains(KATE);
    }

    @Test
    void inADemoThisMachineMayGuessAndNeedsNoDomain() throws Exception {
        accounts.close();
        accounts = with(settings, true);
        FakeClient here = new FakeClient().from("127.0.0.1");
        for (int i = 0; i < 20; i++) {
            assertThat(login(here, "imap", "kate@school.edu", "guess " + i)).isEmpty();
        }
        assertThat(login(here, "imap", "kate", "secret word")).contains(KATE);
    }

    @Test
    void aDisabledAccountIsRefused() throws Exception {
        directory.apply(List.of(new DirectoryOp.ChangeAccount(Account.builder(KATE, new Address("kate", "school.edu"))
                .enabled(false)
                .build())));
        assertThat(login("imap", "kate@school.edu", "secret word")).isEmpty();
    }

    @Test
    void s19UnknownNamesCostAHashAsKnownOnesDo() throws Exception {
        login("imap", "nobody@school.edu", "secret word");
        assertThat(hash.checks()).isEqualTo(1);
        login("imap", "no address at all", "secret word");
        assertThat(hash.checks()).isEqualTo(2);
    }

    @Test
    void aPasswordThatWasRightIsNotHashedAgainForAWhile() throws Exception {
        login("imap", "kate@school.edu", "secret word");
        login("imap", "kate@school.edu", "secret word");
        assertThat(hash.checks()).isEqualTo(1);
        clock.advance(Duration.ofSeconds(301));
        login("imap", "kate@school.edu", "secret word");
        assertThat(hash.checks()).isEqualTo(2);
    }

    @Test
    void aChangedPasswordMakesTheOldOneWrongAtOnce() throws Exception {
        login("imap", "kate@school.edu", "secret word");
        directory.apply(
                List.of(new DirectoryOp.SetVerifiers(KATE, Verifiers.ofHash(hash.hash("another word".toCharArray())))));
        assertThat(login("imap", "kate@school.edu", "secret word")).isEmpty();
        assertThat(login("imap", "kate@school.edu", "another word")).contains(KATE);
    }

    @Test
    void aDirectoryThatIsAwayIsNoRefusal() {
        directory.breakDown(true);
        assertThatThrownBy(() -> login("imap", "kate@school.edu", "secret word"))
                .isInstanceOf(MailException.class);
    }

    @Test
    void theLastLoginIsNotedInTheDirectory() throws Exception {
        login("imap", "kate@school.edu", "secret word");
        await().untilAsserted(() ->
                assertThat(directory.account(KATE).flatMap(Account::lastLogin)).contains(FakeClock.START));
    }

    private List<String> wrong(String protocol, String name, String password) throws MailException {
        return accounts.examine(protocol, name, password.toCharArray()).stream()
                .filter(step -> !step.passed())
                .map(Logins.Step::question)
                .toList();
    }

    @Test
    void anExaminationAnswersEachQuestionAndCountsAsNoLogin() throws Exception {
        assertThat(wrong("imap", "kate", "secret word")).isEmpty();
        assertThat(wrong("pop3", "kate@school.edu", "wrong")).containsExactly("password", "protocol");
        assertThat(wrong("imap", "nobody@school.edu", "secret word")).containsExactly("account");
        assertThat(wrong("imap", "kate@elsewhere.example", "secret word")).containsExactly("directory");
        for (int i = 0; i < 20; i++) {
            wrong("imap", "kate@school.edu", "guess " + i);
        }
        assertThat(accounts.held()).isEmpty();
        assertThat(login("imap", "kate@school.edu", "secret word")).contains(KATE);
    }
}
