package org.posthouse.testkit.imap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MailboxViewTest {
    private final MailboxView view = new MailboxView();

    @BeforeEach
    void threeMessagesAreKnown() {
        believe("* FLAGS (\\Seen Label)");
        believe("* 3 EXISTS");
        believe("* 1 FETCH (UID 4 FLAGS (\\Seen \\Recent))");
        believe("* 2 FETCH (UID 6 BODY[] {11}\r\nFLAGS (Bad) FLAGS ())");
    }

    private void believe(String response) {
        view.believe(response + "\r\n", true, false);
    }

    @Test
    void whatIsToldIsKnown() {
        assertThat(view.uids()).containsExactly(4L, 6L);
        believe("* 1 EXPUNGE");
        assertThat(view.uids()).containsExactly(6L);
        assertThat(view.size()).isEqualTo(2);
        view.compare(List.of(6L, 7L), List.of(Set.of(), Set.of("Label")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "* 2 EXISTS",
                "* 4 EXPUNGE",
                "* 0 EXPUNGE",
                "* 4 FETCH (FLAGS ())",
                "* 1 FETCH (UID 5)",
                "* 3 FETCH (UID 6)",
                "* 3 FETCH (UID 5)",
                "* 1 FETCH (FLAGS (Unheard))",
                "* 4 RECENT",
                "* SEARCH 1 4",
                "* ESEARCH (TAG \"a\") COUNT 1 ALL 2:4"
            })
    void whatCannotBeIsNoticed(String response) {
        assertThatThrownBy(() -> believe(response)).isInstanceOf(AssertionError.class);
    }

    @Test
    void aMessageThatIsGoneDoesNotComeBack() {
        believe("* 2 EXPUNGE");
        assertThatThrownBy(() -> believe("* 2 FETCH (UID 6)")).hasMessageContaining("comes back");
        assertThatThrownBy(() -> view.believe("* SEARCH 6\r\n", true, true)).hasMessageContaining("there is none");
    }

    @Test
    void messagesGoOnlyWhenTheyMay() {
        assertThatThrownBy(() -> view.believe("* 1 EXPUNGE\r\n", false, false))
                .hasMessageContaining("must not come now");
    }

    @Test
    void whatIsKnownIsHeldAgainstTheTruth() {
        List<Set<String>> flags = List.of(Set.of("\\Seen"), Set.of(), Set.of());
        view.compare(List.of(4L, 6L, 9L), flags);
        assertThatThrownBy(() -> view.compare(List.of(4L, 6L), flags)).isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> view.compare(List.of(4L, 7L, 9L), flags)).isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> view.compare(List.of(4L, 6L, 9L), List.of(Set.of(), Set.of(), Set.of())))
                .isInstanceOf(AssertionError.class);
    }

    @Test
    void whatIsAssumedHoldsUntilItIsDoubted() {
        view.assume(1, 2, flags -> Set.of("Label"));
        List<Long> uids = List.of(4L, 6L, 9L);
        view.compare(uids, List.of(Set.of("Label"), Set.of("Label"), Set.of()));
        view.doubt(1, 2);
        view.compare(uids, List.of(Set.of(), Set.of("\\Seen"), Set.of()));
    }
}
