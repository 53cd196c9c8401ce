package org.posthouse.core.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.posthouse.api.account.Account;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.mail.Reply;
import org.posthouse.api.mail.Status;
import org.posthouse.api.pipeline.Intake.Start;
import org.posthouse.api.pipeline.Via;
import org.posthouse.api.store.MailRoom;
import org.posthouse.spi.filter.Judgement;
import org.posthouse.testkit.FakeClient;

/** Room in mailboxes is asked for at RCPT and with the message, and given back by what is not taken. */
final class PromisesTest {
    private final Bench bench = new Bench();
    private final Room room = new Room();

    /** Each account has room for so many octets in all. */
    private static final class Room implements MailRoom {
        private final Map<String, Map<String, Long>> kept = new HashMap<>();
        private long octets = 10_000;

        @Override
        public void ask(Account account, int copies, long wanted) throws MailException {
            long all = of(account.id().value()).values().stream()
                    .mapToLong(Long::longValue)
                    .sum();
            if (all + copies * wanted > octets) {
                throw new MailException(MailException.Kind.RETRY, Status.MAILBOX_FULL, "full");
            }
        }

        @Override
        public void reserve(Account account, String queueId, int copies, long wanted) throws MailException {
            ask(account, copies, wanted);
            kept.computeIfAbsent(account.id().value(), id -> new HashMap<>()).put(queueId, copies * wanted);
        }

        @Override
        public void restore(String queueId, Collection<Account> accounts, long wanted) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void release(String queueId) {
            kept.values().forEach(mine -> mine.remove(queueId));
        }

        private Map<String, Long> of(String account) {
            return kept.getOrDefault(account, Map.of());
        }
    }

    @BeforeEach
    void furnish() {
        bench.intake.setRoom(room);
    }

    @AfterEach
    void close() {
        bench.close();
    }

    private String mail(long size) throws MailException {
        return bench.intake
                .begin(new Start(
                        new FakeClient(),
                        bench.via,
                        "ESMTP",
                        Optional.of("client.example"),
                        Optional.of(FakeRouter.address("sender@elsewhere.example")),
                        Optional.empty(),
                        Map.of("SIZE", Long.toString(size))))
                .transaction()
                .orElseThrow();
    }

    /** A mail of so many octets is in the queue. */
    private void accepted(String recipient, int octets) throws Exception {
        String mail = mail(octets);
        assertThat(bench.rcpt(mail, recipient).code()).isEqualTo(250);
        assertThat(bench.data(mail, message(octets)).get(0).code()).isEqualTo(250);
    }

    private static String message(int octets) {
        return Bench.MESSAGE + "x".repeat(octets - Bench.MESSAGE.length());
    }

    @Test
    void whatIsDeclaredIsAskedForAtOnce() throws Exception {
        assertThat(bench.rcpt(mail(10_001), "kate@school.edu")).hasToString("452 4.2.2 full");
        for (int i = 0; i < 3; i++) {
            assertThat(bench.rcpt(mail(10_000), "kate@school.edu").code())
                    .as("who sends nothing takes nothing")
                    .isEqualTo(250);
        }
        accepted("kate@school.edu", 9000);
        assertThat(bench.rcpt(mail(1001), "kate@school.edu")).as("kept").hasToString("452 4.2.2 full");
        assertThat(bench.rcpt(mail(1), "ron@school.edu").code()).isEqualTo(250);
    }

    @Test
    void whatWasNotDeclaredIsFoundWithTheMessage() throws Exception {
        String mail = mail(0);
        assertThat(bench.rcpt(mail, "kate@school.edu").code()).isEqualTo(250);
        assertThat(bench.data(mail, message(11_000)))
                .extracting(Reply::toString)
                .containsExactly("452 4.2.2 full");
        assertThat(bench.queue.mails).isEmpty();
        assertThat(room.of("kate")).isEmpty();
    }

    @Test
    void whoHasNoRoomKeepsNoOthersFromTheirMail() throws Exception {
        accepted("kate@school.edu", 9000);
        String mail = mail(0);
        bench.rcpt(mail, "kate@school.edu");
        bench.rcpt(mail, "ron@school.edu");
        assertThat(bench.data(mail, message(5000)).get(0).code()).isEqualTo(250);
        assertThat(bench.queue.mails.get(1).envelope().recipients()).hasSize(2);
        assertThat(room.of("ron").get(mail)).isGreaterThan(5000);
    }

    @Test
    void anAliasIsRefusedOnlyWhenNobodyBehindItHasRoom() throws Exception {
        accepted("kate@school.edu", 9000);
        assertThat(bench.rcpt(mail(10_000), "staff@school.edu").code()).isEqualTo(250);
        accepted("ron@school.edu", 9000);
        assertThat(bench.rcpt(mail(10_000), "staff@school.edu")).hasToString("452 4.2.2 full");
    }

    @Test
    void aMailIsForAMailboxAsOftenAsItsRecipientsLeadThere() throws Exception {
        String mail = mail(4000);
        assertThat(bench.rcpt(mail, "kate@school.edu").code()).isEqualTo(250);
        assertThat(bench.rcpt(mail, "kate@school.edu").code())
                .as("no other copy")
                .isEqualTo(250);
        assertThat(bench.rcpt(mail, "head@school.edu").code()).isEqualTo(250);
        assertThat(bench.rcpt(mail, "postmaster")).hasToString("452 4.2.2 full");
        assertThat(bench.rcpt(mail, "ron@school.edu").code()).isEqualTo(250);
        assertThat(bench.data(mail, message(4000)).get(0).code()).isEqualTo(250);
        assertThat(room.of("kate").get(mail)).isBetween(8000L, 10_000L);
        assertThat(room.of("ron").get(mail)).isBetween(4000L, 5000L);
        assertThat(bench.queue.mails.get(0).envelope().recipients()).hasSize(3);
    }

    @Test
    void aGroupIsOneMoreCopyForEachBehindIt() throws Exception {
        String mail = mail(4000);
        bench.rcpt(mail, "staff@school.edu");
        bench.rcpt(mail, "ron@school.edu");
        assertThat(bench.rcpt(mail, "staff@school.edu").code()).as("the same").isEqualTo(250);
        assertThat(bench.rcpt(mail, "head@school.edu").code()).isEqualTo(250);
        assertThat(bench.rcpt(mail, "kate@school.edu")).hasToString("452 4.2.2 full");
    }

    @Test
    void whatHasNotRoomForAllItsCopiesIsRefusedWhole() throws Exception {
        String mail = mail(0);
        bench.rcpt(mail, "kate@school.edu");
        bench.rcpt(mail, "head@school.edu");
        assertThat(bench.data(mail, message(6000))).extracting(Reply::toString).containsExactly("452 4.2.2 full");
        assertThat(bench.queue.mails).isEmpty();
        assertThat(room.of("kate")).isEmpty();
    }

    @Test
    void whomAFilterTakesOutNeedsNoRoom() throws Exception {
        Judgement without = Judgement.builder()
                .removeRecipient(FakeRouter.address("head@school.edu"))
                .done();
        bench.filter("org.posthouse.filter.fewer", "1.0.0", new ScriptedFilter().at(Stage.MESSAGE, without));
        String mail = mail(4000);
        bench.rcpt(mail, "kate@school.edu");
        bench.rcpt(mail, "head@school.edu");
        bench.data(mail, message(4000));
        assertThat(room.of("kate").get(mail)).isBetween(4000L, 5000L);
    }

    @Test
    void byLmtpWhatStaysInTheQueueKeepsItsRoom() throws Exception {
        bench.via = Via.LMTP;
        bench.queue.left = true;
        String mail = mail(0);
        bench.rcpt(mail, "kate@school.edu");
        bench.rcpt(mail, "head@school.edu");
        assertThat(bench.data(mail, message(4000))).hasSize(2);
        assertThat(room.of("kate").get(mail)).isBetween(8000L, 10_000L);
        bench.queue.left = false;
        String delivered = mail(0);
        bench.rcpt(delivered, "ron@school.edu");
        bench.data(delivered, message(4000));
        assertThat(room.of("ron")).isEmpty();
    }

    @Test
    void whatIsQueuedStaysPromisedAndWhatIsNotIsGivenBack() throws Exception {
        String mail = mail(9000);
        bench.rcpt(mail, "kate@school.edu");
        bench.data(mail, Bench.MESSAGE);
        assertThat(room.of("kate")).containsKey(mail);
        room.release(mail);
        String aborted = mail(9000);
        bench.rcpt(aborted, "kate@school.edu");
        bench.intake.abort(aborted);
        assertThat(room.of("kate")).isEmpty();
        String refused = mail(9000);
        bench.rcpt(refused, "kate@school.edu");
        bench.data(refused, "Received: x\r\n".repeat(101) + "\r\n");
        assertThat(room.of("kate")).isEmpty();
    }

    @Test
    void byLmtpTheDeliveryTellsAndNothingStaysPromised() throws Exception {
        bench.via = Via.LMTP;
        String mail = mail(0);
        bench.rcpt(mail, "kate@school.edu");
        assertThat(bench.data(mail, message(11_000)).get(0).code()).isEqualTo(250);
        assertThat(room.of("kate")).isEmpty();
        room.octets = 0;
        assertThat(bench.rcpt(mail(1), "kate@school.edu").code()).isEqualTo(452);
    }

    @Test
    void whileNobodyKnowsOfRoomMailIsTaken() throws Exception {
        bench.intake.unsetRoom(room);
        assertThat(bench.rcpt(mail(10_001), "kate@school.edu").code()).isEqualTo(250);
    }
}
