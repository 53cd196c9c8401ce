package org.posthouse.core.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.posthouse.api.account.Account;
import org.posthouse.api.account.Entry;
import org.posthouse.api.mail.AccountId;
import org.posthouse.api.mail.Address;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.plugin.Breaker;
import org.posthouse.spi.directory.DirectoryBackend;
import org.posthouse.spi.directory.DirectoryOp;
import org.posthouse.testkit.Await;
import org.posthouse.testkit.FakeClient;
import org.posthouse.testkit.FakeClock;
import org.posthouse.testkit.FakeSeats;

/** A directory that hangs, and everybody else. */
final class DirectoryGuardTest {
    private static final Address KATE = new Address("kate", "school.edu");
    private static final Address RON = new Address("ron", "shop.example");
    private static final AccountId KATES = new AccountId("kate");
    private static final AccountId RONS = new AccountId("ron");

    private final FakeClock clock = new FakeClock();
    private final FakeSeats seats = new FakeSeats();
    private final PlainHash hash = new PlainHash();
    private final ExecutorService clients = Executors.newCachedThreadPool();
    private final StuckDirectory school = new StuckDirectory(holding(KATES, KATE));
    private final MemoryDirectory shop = holding(RONS, RON);
    private Directories directories;
    private DirectoryAccounts accounts;

    private MemoryDirectory holding(AccountId id, Address address) {
        MemoryDirectory directory = new MemoryDirectory(address.domain());
        try {
            directory.apply(List.of(new DirectoryOp.AddAccount(
                    Account.builder(id, address).protocols(Set.of("imap")).build(),
                    Verifiers.ofHash(hash.hash("secret word".toCharArray())))));
        } catch (MailException e) {
            throw new IllegalStateException(e);
        }
        return directory;
    }

    @BeforeEach
    void open() {
        seats.fill(DirectoryBackend.class, "directory.school", "1", school.backend(), Map.of());
        seats.fill(DirectoryBackend.class, "directory.shop", "1", shop, Map.of());
        open(Duration.ofSeconds(1));
    }

    private void open(Duration deadline) {
        AccountsSettings settings = DirectoriesTest.settings(deadline);
        directories = new Directories(seats, settings, clock);
        accounts = new DirectoryAccounts(directories, hash, settings, false, clock);
    }

    @AfterEach
    void close() {
        school.close();
        accounts.close();
        directories.close();
        clients.shutdownNow();
    }

    private Optional<Account> login(Address address, String password) throws MailException {
        return accounts.login(new FakeClient(), "imap", address.toString(), password.toCharArray());
    }

    /** Asked again while a busy machine needs longer than the deadline. */
    private static void eventually(Callable<Boolean> claim) {
        Await.until("it is so", () -> {
            try {
                return claim.call();
            } catch (MailException e) {
                return false;
            }
        });
    }

    private void knowDomains() {
        eventually(() -> directories.domains().size() == 2);
    }

    private Breaker breaker(String plugin) {
        return directories.breakers().stream()
                .filter(each -> each.plugin().equals(plugin))
                .findFirst()
                .orElseThrow();
    }

    private static void putsOff(ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(MailException.class, failure -> {
            assertThat(failure.temporary()).isTrue();
            assertThat(failure.kind()).isEqualTo(MailException.Kind.RETRY);
        });
    }

    @Test
    void aDirectoryThatHangsPutsOffWhatIsAskedOfIt() throws Exception {
        knowDomains();
        school.stick();
        putsOff(() -> directories.entry(KATE));
        putsOff(() -> login(KATE, "secret word"));
        Await.until(
                "the late calls are counted", () -> breaker("directory.school").failures() >= 2);
    }

    @Test
    void whoIsInAnotherDirectoryNoticesNothing() throws Exception {
        knowDomains();
        school.stick();
        for (int i = 0; i < 3; i++) {
            putsOff(() -> directories.entry(KATE));
            eventually(() -> login(RON, "secret word").map(Account::id).equals(Optional.of(RONS)));
            eventually(() -> directories.account(RONS).isPresent());
        }
        assertThat(breaker("directory.shop").state()).isEqualTo(Breaker.State.CLOSED);
    }

    @Test
    void neverMoreThreadsThanAFewAreLostInIt() throws Exception {
        knowDomains();
        school.stick();
        List<Future<?>> asked = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            asked.add(clients.submit(() -> directories.entry(KATE)));
        }
        for (Future<?> one : asked) {
            assertThatThrownBy(() -> one.get(120, TimeUnit.SECONDS)).hasCauseInstanceOf(MailException.class);
        }
        Await.until("it is out", () -> breaker("directory.school").state() == Breaker.State.OUT);
        assertThat(school.inside()).isEqualTo(4);
        putsOff(() -> directories.entry(KATE));
    }

    @Test
    void loginsThatWereRightAShortTimeAgoAreStillRight() throws Exception {
        eventually(() -> login(KATE, "secret word").isPresent());
        school.stick();
        assertThat(login(KATE, "secret word").map(Account::id)).contains(KATES);
        assertThat(login(KATE, "another word")).isEmpty();
        clock.advance(Duration.ofSeconds(299));
        assertThat(login(KATE, "secret word")).isPresent();
        assertThat(directories.entry(KATE)).containsInstanceOf(Entry.Person.class);
        clock.advance(Duration.ofSeconds(2));
        putsOff(() -> login(KATE, "secret word"));
    }

    @Test
    void whoseLoginWasNotedIsStillKnownWhileTheDirectoryHangs() throws Exception {
        eventually(() -> directories.entry(KATE).isPresent());
        Account account = directories.account(KATES).orElseThrow();
        eventually(() -> {
            directories.loggedIn(account, new DirectoryOp.LoggedIn(KATES, clock.instant()));
            return true;
        });
        school.stick();
        assertThat(directories.entry(KATE)).isPresent();
        assertThat(directories.account(KATES)).contains(account);
    }

    @Test
    void whoWasNotThereIsNotSaidToBeNobody() throws Exception {
        Address newcomer = new Address("new", "school.edu");
        eventually(() -> directories.entry(newcomer).isEmpty());
        clock.advance(Duration.ofSeconds(61));
        school.stick();
        putsOff(() -> directories.entry(newcomer));
    }

    @Test
    void aPasswordThatWasChangedIsNotTheOldOneAgain() throws Exception {
        eventually(() -> login(KATE, "secret word").isPresent());
        directories.apply(
                "school.edu",
                List.of(new DirectoryOp.SetVerifiers(
                        KATES, Verifiers.ofHash(hash.hash("new word here".toCharArray())))));
        school.stick();
        putsOff(() -> login(KATE, "secret word"));
    }

    @Test
    void whatItHoldsIsKnownWhileItDoesNotAnswer() throws Exception {
        knowDomains();
        school.stick();
        seats.fill(DirectoryBackend.class, "directory.school", "2", school.backend(), Map.of());
        assertThat(directories.holds("school.edu")).isTrue();
        assertThat(directories.holds("elsewhere.example")).isFalse();
    }

    @Test
    void itIsAskedAgainWhenItsBreakerHasWaited() throws Exception {
        accounts.close();
        directories.close();
        open(Duration.ofSeconds(60));
        directories.domains();
        shop.breakDown(true);
        for (int i = 0; i < 5; i++) {
            putsOff(() -> directories.entry(RON));
        }
        assertThat(breaker("directory.shop").state()).isEqualTo(Breaker.State.OPEN);
        shop.breakDown(false);
        int asked = shop.asked();
        putsOff(() -> directories.entry(RON));
        assertThat(shop.asked()).isEqualTo(asked);
        clock.advance(Duration.ofSeconds(5));
        assertThat(directories.entry(RON)).isPresent();
        assertThat(breaker("directory.shop").state()).isEqualTo(Breaker.State.CLOSED);
    }

    @Test
    void oneThatSaysThatItWasInterruptedHasFailedAndInterruptsNobody() {
        accounts.close();
        directories.close();
        open(Duration.ofSeconds(60));
        shop.breakDown(new InterruptedException("as if"));
        for (int i = 0; i < 5; i++) {
            putsOff(() -> directories.entry(RON));
            assertThat(Thread.currentThread().isInterrupted()).isFalse();
        }
        assertThat(breaker("directory.shop").state()).isEqualTo(Breaker.State.OPEN);
        assertThat(breaker("directory.shop").lastFailure()).startsWith("it threw InterruptedException");
    }

    @Test
    void whatTheDirectoryThrowsIsItsFailure() {
        whatItThrowsIsItsFailure(new StackOverflowError());
    }

    @Test
    void thatMemoryIsShortIsItsFailureIfItSaysSo() {
        whatItThrowsIsItsFailure(new OutOfMemoryError("as if"));
    }

    private void whatItThrowsIsItsFailure(Error error) {
        seats.fill(
                DirectoryBackend.class,
                "directory.broken",
                "1",
                (DirectoryBackend) java.lang.reflect.Proxy.newProxyInstance(
                        DirectoryGuardTest.class.getClassLoader(),
                        new Class<?>[] {DirectoryBackend.class},
                        (proxy, method, arguments) -> {
                            throw error;
                        }),
                Map.of());
        putsOff(() -> directories.holds("elsewhere.example"));
    }
}
