package org.posthouse.core.pipeline;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.posthouse.api.account.Account;
import org.posthouse.api.mail.AccountId;
import org.posthouse.api.mail.Address;
import org.posthouse.api.mail.Envelope;
import org.posthouse.api.mail.Recipient;
import org.posthouse.api.net.Client;
import org.posthouse.api.pipeline.Intake.Start;
import org.posthouse.api.pipeline.Via;

/** A mail on its way in, from MAIL to its end. Used by one conversation's thread at a time; its slots may be closed by any. */
final class Transaction implements Judged {
    private final String id;
    private final Start start;
    private final List<Slot> slots;
    private final List<Moment> history;
    private final Map<Address, Integer> places = new HashMap<>();
    private final List<Recipient> recipients = new ArrayList<>();
    private final List<Integer> answers = new ArrayList<>();
    private final Map<Address, List<Account>> mailboxes = new HashMap<>();
    private final Map<AccountId, Integer> copies = new HashMap<>();
    private Optional<Arrived> arrived = Optional.empty();
    private volatile int lastCode;

    Transaction(String id, Start start, List<Slot> slots, List<Moment> history) {
        this.id = id;
        this.start = start;
        this.slots = List.copyOf(slots);
        this.history = new ArrayList<>(history);
    }

    String id() {
        return id;
    }

    Start start() {
        return start;
    }

    @Override
    public Client client() {
        return start.client();
    }

    @Override
    public Via via() {
        return start.via();
    }

    @Override
    public Optional<String> helo() {
        return start.helo();
    }

    @Override
    public Envelope envelope() {
        Envelope.Builder envelope = Envelope.builder(id);
        start.reversePath().ifPresent(envelope::reversePath);
        start.submitter().ifPresent(envelope::submitter);
        start.parameters().forEach(envelope::parameter);
        return envelope.recipients(recipients).build();
    }

    @Override
    public List<Slot> slots() {
        return slots;
    }

    @Override
    public List<Moment> history() {
        return List.copyOf(history);
    }

    @Override
    public void happened(Moment moment) {
        history.add(moment);
    }

    @Override
    public Optional<Arrived> arrived() {
        return arrived;
    }

    void arrived(Arrived message) {
        arrived = Optional.of(message);
    }

    List<Recipient> recipients() {
        return List.copyOf(recipients);
    }

    int count() {
        return recipients.size();
    }

    /** For LMTP: the place in {@link #recipients} of each RCPT that was accepted, in order. */
    List<Integer> answers() {
        return List.copyOf(answers);
    }

    /** Whether this recipient was accepted before: then it is one more answer, but no more mail. */
    boolean repeated(Recipient recipient) {
        Integer place = places.get(key(recipient.address()));
        if (place == null) {
            return false;
        }
        answers.add(place);
        return true;
    }

    void accept(Recipient recipient) {
        places.put(key(recipient.address()), recipients.size());
        answers.add(recipients.size());
        recipients.add(recipient);
    }

    /** Case of local parts may matter elsewhere, so only equal ones are one, RFC 5321 §2.4; postmaster is the exception, §4.5.1. */
    private static Address key(Address address) {
        String lower = address.localPart().toLowerCase(Locale.ROOT);
        return lower.equals("postmaster") ? new Address(lower, address.domain()) : address;
    }

    /** A recipient stands for these mailboxes of ours; for somebody else if there are none. */
    void promised(Recipient recipient, List<Account> ours) {
        mailboxes.put(recipient.address(), List.copyOf(ours));
        ours.forEach(mailbox -> copies.merge(mailbox.id(), 1, Integer::sum));
    }

    /** The mailboxes of ours that this recipient stands for; none if it is for somebody else, or a filter has added it. */
    List<Account> mailboxes(Recipient recipient) {
        return mailboxes.getOrDefault(recipient.address(), List.of());
    }

    /** How many copies go to this account by its recipients so far. */
    int copies(AccountId account) {
        return copies.getOrDefault(account, 0);
    }

    /** The last reply code that was given. */
    int lastCode() {
        return lastCode;
    }

    void lastCode(int code) {
        lastCode = code;
    }

    void close() {
        slots.forEach(Slot::close);
    }
}
