package org.posthouse.delivery.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.posthouse.api.account.Account;
import org.posthouse.api.mail.AccountId;
import org.posthouse.api.mail.Address;
import org.posthouse.api.mail.Content;
import org.posthouse.api.mail.Envelope;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.mail.Recipient;
import org.posthouse.api.queue.Outcome;
import org.posthouse.api.route.Route;
import org.posthouse.api.store.Snapshot;
import org.posthouse.spi.delivery.Delivery.Target;
import org.posthouse.spi.delivery.DeliveryAgent;
import org.posthouse.tck.delivery.DeliveryAgentContract;
import org.posthouse.testkit.store.FakeMailStore;

class LocalDeliveryTest implements DeliveryAgentContract {
    private final List<String> identities = new CopyOnWriteArrayList<>();
    private final FakeMailStore store = new FakeMailStore(this::noStructure);
    private final Set<AccountId> away = new HashSet<>();
    private final LocalDelivery agent = new LocalDelivery(PartlyAway.of(store, away));

    private byte[] noStructure(Content message) throws IOException {
        message.pieces().forEach(piece -> piece.identity().ifPresent(identities::add));
        // Reads it, as a scanner does.
        return message.bytes(0, 0);
    }

    @Override
    public DeliveryAgent agent() {
        return agent;
    }

    @Override
    public Route reachable(int number) {
        Address address = new Address("Kate." + number, "here.example");
        return new Route.Mailbox(
                address, Account.builder(account(number), address).build());
    }

    private static AccountId account(int number) {
        return new AccountId("kate-" + number);
    }

    @Override
    public void away(int number) {
        away.add(account(number));
    }

    @Override
    public void back(int number) {
        away.remove(account(number));
    }

    @Override
    public boolean knowsOperations() {
        return true;
    }

    @Override
    public List<String> arrived(int number) throws Exception {
        AccountId account = account(number);
        String inbox = store.mailboxes(account).named("inbox").orElseThrow().id();
        Snapshot snapshot = store.read(account, inbox);
        List<String> messages = new ArrayList<>();
        for (int i = 0; i < snapshot.count(); i++) {
            try (Content content = store.content(account, inbox, snapshot.uid(i))) {
                byte[] octets = content.bytes(0, (int) content.size());
                messages.add(new String(octets, StandardCharsets.ISO_8859_1));
            }
        }
        return messages;
    }

    @Test
    void returnPathAndDeliveredToStandOnTop() throws Exception {
        agent.deliver(delivery("Q1", "Subject: x\r\n\r\nx\r\n", 1));
        List<String> lines = arrived(1).get(0).lines().toList();
        assertThat(lines)
                .containsExactly(
                        "Return-Path: <ron@there.example>", "Delivered-To: Kate.1@here.example", "Subject: x", "", "x");
    }

    @Test
    void theMessageStaysAPieceThatSaysWhatItIsSoThatItCanBeKeptOnce() throws Exception {
        Content message = Content.identified(Content.of("\r\nx\r\n".getBytes(StandardCharsets.US_ASCII)), "it");
        Envelope envelope = Envelope.builder("Q2")
                .recipient(Recipient.of(new Address("kate", "here.example")))
                .build();
        agent.deliver(delivery(envelope, message, 1, 2));
        assertThat(identities).containsExactly("it", "it");
    }

    @Test
    void aBounceHasAnEmptyReturnPath() throws Exception {
        Envelope envelope = Envelope.builder("Q1")
                .recipient(Recipient.of(new Address("kate", "here.example")))
                .build();
        agent.deliver(delivery(envelope, Content.of(new byte[0]), 1));
        assertThat(arrived(1)).singleElement().satisfies(mail -> assertThat(mail)
                .startsWith("Return-Path: <>\r\n"));
    }

    @Test
    void anOddSenderIsQuoted() throws Exception {
        Envelope envelope = Envelope.builder("Q1")
                .reversePath(new Address("a b\"<c>", "there.example"))
                .recipient(Recipient.of(new Address("kate", "here.example")))
                .build();
        agent.deliver(delivery(envelope, Content.of(new byte[0]), 1));
        assertThat(arrived(1)).singleElement().satisfies(mail -> assertThat(mail)
                .startsWith("Return-Path: <\"a b\\\"<c>\"@there.example>\r\n"));
    }

    @Test
    void theMessageIsAsOldAsItsArrival() throws Exception {
        agent.deliver(delivery("Q1", "x", 1));
        String inbox = store.mailboxes(account(1)).named("INBOX").orElseThrow().id();
        assertThat(store.read(account(1), inbox).received(0)).isEqualTo("2026-03-01T10:00:00Z");
    }

    @Test
    void mailThatHasBeenHereLoops() throws Exception {
        String text = "Received: by x\r\nDELIVERED-TO:  kate.1@HERE.example \r\nSubject: x\r\n\r\nx";
        assertThat(status(agent, text)).isEqualTo("5.4.6");
        assertThat(arrived(1)).isEmpty();
    }

    @Test
    void deliveredToInTheBodyIsText() throws Exception {
        assertThat(status(agent, "Subject: x\r\n\r\nDelivered-To: Kate.1@here.example\r\n"))
                .isEqualTo("2.1.5");
        assertThat(status(agent, "Delivered-To: other@here.example\r\n\r\n")).isEqualTo("2.1.5");
    }

    @Test
    void aFullMailboxDefers() throws Exception {
        store.quota(0);
        assertThat(status(agent, "x")).isEqualTo("4.2.2");
    }

    @Test
    void whatIsNoMailboxIsNotTouched() throws Exception {
        Address address = new Address("tom", "there.example");
        DeliveryAgentContract.Given given = (DeliveryAgentContract.Given) delivery("Q1", "x", 1);
        List<Outcome> outcomes = agent.deliver(new DeliveryAgentContract.Given(
                given.envelope(),
                List.of(new Target(Recipient.of(address), new Route.Remote(address), "Q1-1")),
                given.message(),
                given.arrived(),
                given.deadline()));
        assertThat(outcomes)
                .singleElement()
                .satisfies(outcome -> assertThat(outcome.status().permanent()).isTrue());
    }

    private String status(LocalDelivery delivery, String text) throws MailException {
        return delivery.deliver(delivery("Q" + text.length(), text, 1))
                .get(0)
                .status()
                .toString();
    }
}
