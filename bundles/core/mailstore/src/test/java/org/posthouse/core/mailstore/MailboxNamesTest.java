package org.posthouse.core.mailstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.posthouse.api.mail.MailException;

final class MailboxNamesTest {
    @ParameterizedTest
    @ValueSource(strings = {"Sent", "a/b/c", "with space", "\u00dcbung/\u8a9e", ".", "..", "INBOX/a", "a#b", "~x"})
    void ordinaryNamesAreKeptAsTheyAre(String name) throws MailException {
        assertThat(MailboxNames.checked(name)).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", "/", "/a", "a/", "a//b", "a\u0000", "a\nb", "\u007f", "a\u0085", "a*", "%", "#news", "\ud800",
                "\uffff", "\u2028"
            })
    void otherNamesAreRefused(String name) {
        assertThatThrownBy(() -> MailboxNames.checked(name))
                .isInstanceOfSatisfying(MailException.class, refusal -> assertThat(refusal.kind())
                        .isEqualTo(MailException.Kind.PERMANENT));
    }

    @Test
    void namesAreLimitedInLengthAndDepth() throws MailException {
        assertThat(MailboxNames.checked("x".repeat(255))).hasSize(255);
        assertThatThrownBy(() -> MailboxNames.checked("x".repeat(256))).isInstanceOf(MailException.class);
        assertThatThrownBy(() -> MailboxNames.checked("\u00fc".repeat(128))).isInstanceOf(MailException.class);
        assertThat(MailboxNames.checked("a/".repeat(31) + "a")).hasSize(63);
        assertThatThrownBy(() -> MailboxNames.checked("a/".repeat(32) + "a")).isInstanceOf(MailException.class);
        String level = "x".repeat(250) + "/";
        assertThatThrownBy(() -> MailboxNames.checked(level.repeat(4) + "x")).isInstanceOf(MailException.class);
    }

    @Test
    void accentsAreComposed() throws MailException {
        assertThat(MailboxNames.checked("U\u0308bung")).isEqualTo("\u00dcbung");
    }

    @Test
    void inboxIsSpelledOneWayAlsoAboveOthers() throws MailException {
        assertThat(MailboxNames.checked("inbox")).isEqualTo("INBOX");
        assertThat(MailboxNames.checked("InBox/Lists")).isEqualTo("INBOX/Lists");
        assertThat(MailboxNames.checked("inboxes")).isEqualTo("inboxes");
        assertThat(MailboxNames.checked("a/inbox")).isEqualTo("a/inbox");
    }
}
