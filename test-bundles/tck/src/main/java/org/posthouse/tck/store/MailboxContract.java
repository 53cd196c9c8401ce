package org.posthouse.tck.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.posthouse.tck.store.StoreUnderTest.append;
import static org.posthouse.tck.store.StoreUnderTest.assertFails;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.posthouse.api.mail.AccountId;
import org.posthouse.api.mail.MailException.Kind;
import org.posthouse.api.store.Mailbox;
import org.posthouse.api.store.StoreOp;

/** Mailboxes and subscriptions of an account. */
public interface MailboxContract extends StoreUnderTest {
    @Test
    default void anAccountNobodyHasWrittenToHasNoMailboxes() throws Exception {
        assertThat(open().mailboxes(RON).all()).isEmpty();
        assertThat(open().usage(RON).messages()).isZero();
        assertFails(Kind.PERMANENT, () -> open().read(RON, INBOX_ID));
    }

    @Test
    default void mailboxesAreThereAfterReopening() throws Exception {
        List<Mailbox> before = open().mailboxes(KATE).all();
        assertThat(before).extracting(Mailbox::name).containsExactly("INBOX", "Other");
        assertThat(before).extracting(Mailbox::id).containsExactly(INBOX_ID, OTHER_ID);
        assertThat(before).extracting(Mailbox::uidValidity).allMatch(value -> value > 0 && value < 1L << 32);
        assertThat(reopen().mailboxes(KATE).all()).isEqualTo(before);
    }

    @Test
    default void oddNamesAreKeptAsTheyAre() throws Exception {
        List<String> odd = List.of(
                "Entw\u00fcrfe/\u65e5\u672c\u8a9e/\ud83d\ude00",
                "../../etc/passwd",
                "it's \"quoted\"; DROP TABLE message --",
                "%_*?[a-z]&\\",
                " blanks ",
                "e\u0301",
                "\u00e9",
                "CON",
                "x".repeat(1000));
        for (int i = 0; i < odd.size(); i++) {
            String id = i % 2 == 0 ? "../odd id " + i : "\u00fc'" + i;
            commit(new StoreOp.CreateMailbox(id, odd.get(i)), new StoreOp.Subscribe(odd.get(i), true));
            commit(append(id, "in " + i, "$Odd'\"%" + i));
        }
        reopen();
        assertThat(open().mailboxes(KATE).subscribed()).containsExactlyInAnyOrderElementsOf(odd);
        for (int i = 0; i < odd.size(); i++) {
            Mailbox mailbox = open().mailboxes(KATE).named(odd.get(i)).orElseThrow();
            assertThat(text(mailbox.id(), 1)).isEqualTo("in " + i);
            assertThat(read(mailbox.id()).flags(0)).containsExactly("$Odd'\"%" + i);
        }
    }

    @Test
    default void aNameIsTakenOnce() throws Exception {
        assertFails(Kind.PERMANENT, () -> commit(new StoreOp.CreateMailbox("another", "Other")));
        assertFails(Kind.PERMANENT, () -> commit(new StoreOp.CreateMailbox(OTHER_ID, "Another")));
        assertFails(Kind.PERMANENT, () -> commit(new StoreOp.RenameMailbox(OTHER_ID, "INBOX")));
        assertThat(reopen().mailboxes(KATE).all()).extracting(Mailbox::name).containsExactly("INBOX", "Other");
    }

    @Test
    default void aRenamedMailboxKeepsItsIdItsValidityAndItsMessages() throws Exception {
        long uid = fill(1)[0];
        long validity = read(INBOX_ID).uidValidity();
        commit(new StoreOp.RenameMailbox(INBOX_ID, "Elsewhere/\u00dcber/INBOX"));
        reopen();
        assertThat(read(INBOX_ID).uidValidity()).isEqualTo(validity);
        assertThat(text(INBOX_ID, uid)).isEqualTo("message 1");
        assertThat(open().mailboxes(KATE).named("Elsewhere/\u00dcber/INBOX"))
                .contains(new Mailbox(INBOX_ID, "Elsewhere/\u00dcber/INBOX", validity));
    }

    @Test
    default void namesCanBeExchangedInOneCommit() throws Exception {
        commit(
                new StoreOp.RenameMailbox(INBOX_ID, "between"),
                new StoreOp.RenameMailbox(OTHER_ID, "INBOX"),
                new StoreOp.RenameMailbox(INBOX_ID, "Other"));
        assertThat(reopen().mailboxes(KATE).all()).extracting(Mailbox::id).containsExactly(OTHER_ID, INBOX_ID);
    }

    @Test
    default void aDeletedMailboxIsGoneWithItsMessages() throws Exception {
        long uid = fill(3)[0];
        commit(new StoreOp.DeleteMailbox(INBOX_ID));
        assertFails(Kind.PERMANENT, () -> open().read(KATE, INBOX_ID));
        assertFails(Kind.PERMANENT, () -> open().content(KATE, INBOX_ID, uid));
        assertThat(open().usage(KATE).messages()).isZero();
        reopen();
        assertThat(open().mailboxes(KATE).all()).extracting(Mailbox::id).containsExactly(OTHER_ID);
        assertThat(open().usage(KATE).octets()).isZero();
    }

    @Test
    default void aMailboxMadeAgainHasAHigherValidity() throws Exception {
        long first = read(OTHER_ID).uidValidity();
        commit(new StoreOp.DeleteMailbox(OTHER_ID), new StoreOp.CreateMailbox("new-other", "Other"));
        long second = read("new-other").uidValidity();
        assertThat(second).isGreaterThan(first);
        reopen();
        commit(new StoreOp.DeleteMailbox("new-other"));
        reopen();
        commit(new StoreOp.CreateMailbox("newest-other", "Other"));
        assertThat(read("newest-other").uidValidity()).isGreaterThan(second);
    }

    @Test
    default void aMailboxCanBeMadeAndFilledInOneCommit() throws Exception {
        commit(new StoreOp.CreateMailbox("fresh", "Fresh"), append("fresh", "hello"));
        reopen();
        assertThat(text("fresh", read("fresh").uid(0))).isEqualTo("hello");
    }

    @Test
    default void subscriptionsAreNamesThatNeedNotExist() throws Exception {
        commit(new StoreOp.Subscribe("Other", true), new StoreOp.Subscribe("Nowhere", true));
        commit(new StoreOp.Subscribe("Other", true), new StoreOp.DeleteMailbox(OTHER_ID));
        assertThat(reopen().mailboxes(KATE).subscribed()).containsExactlyInAnyOrder("Other", "Nowhere");
        commit(new StoreOp.Subscribe("Other", false), new StoreOp.Subscribe("Never", false));
        assertThat(reopen().mailboxes(KATE).subscribed()).containsExactly("Nowhere");
    }

    @Test
    default void unknownMailboxesArePermanentFailures() throws Exception {
        assertFails(Kind.PERMANENT, () -> commit(new StoreOp.DeleteMailbox("none")));
        assertFails(Kind.PERMANENT, () -> commit(new StoreOp.RenameMailbox("none", "x")));
        assertFails(Kind.PERMANENT, () -> commit(append("none", "x")));
        assertFails(Kind.PERMANENT, () -> commit(new StoreOp.Expunge("none", new long[] {1})));
        assertFails(Kind.PERMANENT, () -> commit(new StoreOp.Copy(INBOX_ID, new long[0], "none", false)));
        assertFails(
                Kind.PERMANENT, () -> open().since(KATE, "none", read(INBOX_ID).modSeq()));
        assertFails(Kind.PERMANENT, () -> open().structure(KATE, "none", 1));
    }

    @Test
    default void accountsKnowNothingOfEachOther() throws Exception {
        commit(RON, new StoreOp.CreateMailbox(INBOX_ID, "INBOX"), append(INBOX_ID, "for ron"));
        assertThat(read(INBOX_ID).count()).isZero();
        assertThat(open().read(RON, INBOX_ID).count()).isEqualTo(1);
        assertFails(Kind.PERMANENT, () -> open().read(RON, OTHER_ID));
    }

    @Test
    default void anErasedAccountLeavesNothingAndNobodyElseIsTouched() throws Exception {
        commit(RON, new StoreOp.CreateMailbox(INBOX_ID, "INBOX"), append(INBOX_ID, "for ron"));
        fill(2);
        open().erase(RON);
        open().erase(new AccountId("nobody"));
        assertThat(open().mailboxes(RON).all()).isEmpty();
        assertThat(open().usage(RON).messages()).isZero();
        reopen();
        assertThat(open().mailboxes(RON).all()).isEmpty();
        assertThat(text(INBOX_ID, read(INBOX_ID).uid(1))).isEqualTo("message 2");
        commit(RON, new StoreOp.CreateMailbox("again", "INBOX"));
        assertThat(open().read(RON, "again").count()).isZero();
    }
}
