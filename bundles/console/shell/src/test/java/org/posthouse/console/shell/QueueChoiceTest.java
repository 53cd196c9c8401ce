package org.posthouse.console.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.posthouse.api.mail.Address;
import org.posthouse.api.queue.QueuedMail;
import org.posthouse.api.queue.Selection;

final class QueueChoiceTest {
    private static final Command COMMAND = QueueActions.all().get(0);

    private static Selection chosen(String... words) throws UsageException {
        Options options = Options.read(COMMAND, List.of(words));
        return QueueChoice.require(options.words(), options);
    }

    @Test
    void nothingIsChosenBySayingNothing() {
        assertThatThrownBy(() -> chosen()).isInstanceOf(UsageException.class).hasMessageContaining("--all");
    }

    @Test
    void allGoesWithNothingElse() throws Exception {
        assertThat(chosen("--all")).isEqualTo(Selection.all());
        assertThatThrownBy(() -> chosen("--all", "--state", "held")).isInstanceOf(UsageException.class);
        assertThatThrownBy(() -> chosen("--all", "id1")).isInstanceOf(UsageException.class);
    }

    @Test
    void everythingGivenMustFit() throws Exception {
        assertThat(QueueChoice.fits(chosen("id1"), new Waiting("id1"))).isTrue();
        assertThat(QueueChoice.fits(chosen("id2"), new Waiting("id1"))).isFalse();
        assertThat(QueueChoice.fits(chosen("--domain", "SCHOOL.edu"), new Waiting("id1")))
                .isTrue();
        assertThat(QueueChoice.fits(chosen("--domain", "example.com"), new Waiting("id1")))
                .isFalse();
        assertThat(QueueChoice.fits(chosen("--sender", "ron@example.com", "--state", "held"), new Waiting("id1")))
                .isTrue();
        assertThat(QueueChoice.fits(chosen("--sender", "ron@example.com", "--state", "active"), new Waiting("id1")))
                .isFalse();
        assertThat(QueueChoice.fits(chosen("--sender", "<>"), new Waiting("id1")))
                .isFalse();
    }

    @Test
    void whatIsNoSenderOrStateIsWrongUsage() {
        assertThatThrownBy(() -> chosen("--sender", "ron")).isInstanceOf(UsageException.class);
        assertThatThrownBy(() -> chosen("--state", "lost")).hasMessageContaining("active, deferred, held");
    }

    /** A held mail from Ron to Kate. */
    private record Waiting(String id) implements QueuedMail {
        @Override
        public Optional<Address> sender() {
            return Address.parse("ron@example.com");
        }

        @Override
        public List<Step> recipients() {
            Address kate = Address.parse("kate@school.edu").orElseThrow();
            return List.of(new Step(kate, Optional.empty(), 0, Optional.empty(), ""));
        }

        @Override
        public long size() {
            return 100;
        }

        @Override
        public Instant arrived() {
            return Instant.EPOCH;
        }

        @Override
        public State state() {
            return State.HELD;
        }
    }
}
