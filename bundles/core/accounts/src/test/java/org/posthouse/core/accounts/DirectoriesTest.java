package org.posthouse.core.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.posthouse.api.account.Account;
import org.posthouse.api.account.Entry;
import org.posthouse.api.mail.AccountId;
import org.posthouse.api.mail.Address;
import org.posthouse.api.mail.MailException;
import org.posthouse.spi.directory.DirectoryBackend;
import org.posthouse.spi.directory.DirectoryOp;
import org.posthouse.testkit.FakeClock;
import org.posthouse.testkit.FakeSeats;

final class DirectoriesTest {
    private static final Address KATE = new Address("kate", "school.edu");

    private final FakeClock clock = new FakeClock();
    private final FakeSeats seats = new FakeSeats();
    private final MemoryDirectory school = new MemoryDirectory("school.edu");
    private final MemoryDirectory shop = new MemoryDirectory("shop.example");
    private Directories directories;

    /** Answers serve a minute, and five while the directory does not answer. */
    static AccountsSettings settings(Duration deadline) {
        return new AccountsSettings(
                "",
                2,
                8,
                Duration.ofSeconds(300),
                Duration.ofSeconds(60),
                Duration.ofSeconds(300),
                AccountsSettings.directory(deadline, 16),
                8,
                10,
                Duration.ofMinutes(15),
                true);
    }

    @BeforeEach
    void open() throws Exception {
        school.apply(List.of(new DirectoryOp.AddAccount(
                Account.builder(new AccountId("kate"), KATE).build(), Map.of())));
        seats.fill(DirectoryBackend.class, "directory.school", "1", school, Map.of());
        seats.fill(DirectoryBackend.class, "directory.shop", "1", shop, Map.of());
        directories = new Directories(seats, settings(Duration.ofSeconds(30)), clock);
    }

    @Test
    void eachDomainIsAskedOfTheDirectoryThatHoldsIt() throws Exception {
        assertThat(directories.domains()).containsExactly("school.edu", "shop.example");
        assertThat(directories.entry(KATE)).containsInstanceOf(Entry.Person.class);
        assertThat(directories.entry(new Address("kate", "shop.example"))).isEmpty();
        assertThat(directories.entry(new Address("kate", "elsewhere.example"))).isEmpty();
        assertThat(directories.account(new AccountId("kate"))).isPresent();
        assertThat(directories.holds("elsewhere.example")).isFalse();
    }

    @Test
    void anAnswerServesUntilItsTimeIsOver() throws Exception {
        directories.entry(KATE);
        int asked = school.asked();
        directories.entry(new Address("KATE", "school.edu"));
        assertThat(school.asked()).isEqualTo(asked);
        clock.advance(Duration.ofSeconds(61));
        directories.entry(KATE);
        assertThat(school.asked()).isEqualTo(asked + 1);
    }

    @Test
    void aChangeIsSeenAtOnce() throws Exception {
        Address staff = new Address("staff", "school.edu");
        assertThat(directories.entry(staff)).isEmpty();
        directories.apply("school.edu", List.of(new DirectoryOp.PutAlias(staff, List.of(KATE))));
        assertThat(directories.entry(staff)).contains(new Entry.Alias(List.of(KATE)));
    }

    @Test
    void rememberedAnswersServeWhileTheDirectoryIsAway() throws Exception {
        directories.entry(KATE);
        school.breakDown(true);
        assertThat(directories.entry(KATE)).isPresent();
        assertThatThrownBy(() -> directories.entry(new Address("ron", "school.edu")))
                .isInstanceOfSatisfying(MailException.class, failure -> assertThat(failure.temporary())
                        .isTrue());
    }

    @Test
    void aDirectoryThatIsAwayIsNoProofThatADomainIsNotOurs() {
        shop.breakDown(true);
        assertThatThrownBy(() -> directories.holds("shop.example")).isInstanceOf(MailException.class);
        assertThatThrownBy(() -> directories.holds("elsewhere.example")).isInstanceOf(MailException.class);
    }

    @Test
    void withoutAnyDirectoryNobodyIsUnknown() {
        Directories none = new Directories(new FakeSeats(), settings(Duration.ofSeconds(30)), clock);
        assertThatThrownBy(() -> none.entry(KATE))
                .isInstanceOfSatisfying(MailException.class, failure -> assertThat(failure.temporary())
                        .isTrue());
        assertThatThrownBy(() -> none.account(new AccountId("kate"))).isInstanceOf(MailException.class);
        assertThatThrownBy(none::domains).isInstanceOf(MailException.class);
    }

    @Test
    void theNextVersionIsAskedWhenOneHasLeft() throws Exception {
        MemoryDirectory second = new MemoryDirectory("school.edu", "new.example");
        seats.fill(DirectoryBackend.class, "directory.school", "2", second, Map.of());
        seats.shutGates();
        assertThat(directories.holds("new.example")).isTrue();
        assertThat(directories.entry(KATE)).isEmpty();
    }

    @Test
    void closingGivesTheRowBack() {
        directories.close();
        assertThat(seats.rows()).isZero();
    }
}
