package org.posthouse.protocol.imap.session;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.posthouse.api.account.Account;
import org.posthouse.api.log.Detail;
import org.posthouse.api.mail.AccountId;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.net.Client;
import org.posthouse.api.store.Actor;
import org.posthouse.api.store.Committed;
import org.posthouse.api.store.MailStore;
import org.posthouse.api.store.Mailbox;
import org.posthouse.api.store.StoreOp;
import org.posthouse.spi.protocol.Output;

/** Where a conversation stands: who it is with, and which mailbox is selected. Used by one thread at a time. */
public final class Session {
    private static final int ATTEMPTS = 4;

    private final Client client;
    private final Services services;
    private Optional<AccountId> account = Optional.empty();
    private String user = "";
    private String tag = "*";
    private Optional<Selected> selected = Optional.empty();
    private int failedLogins;
    private boolean compressed;

    public Session(Client client, Services services) {
        this.client = client;
        this.services = services;
    }

    /** Where another version has left it. */
    public void restore(Optional<AccountId> whose, String name, Optional<Selected> mailbox, int failures) {
        account = whose;
        user = name;
        selected = mailbox;
        failedLogins = failures;
    }

    /** The command with this tag is carried out from here on. */
    public void begin(String commandTag) {
        tag = commandTag;
    }

    /** Of the command that is carried out; {@code *} if it has none that is one. */
    public String tag() {
        return tag;
    }

    /** Answers, and tells the log. */
    public void say(String line, Output out) {
        out.line(line);
        client.log().tell(Detail.HIGH, line);
    }

    /** Tells the log what the client has said, if the log takes it. */
    public void hear(Supplier<String> words) {
        if (client.log().takes(Detail.HIGH)) {
            client.log().tell(Detail.HIGH, "> " + words.get());
        }
    }

    public Client client() {
        return client;
    }

    public Services services() {
        return services;
    }

    public ImapSettings settings() {
        return services.settings();
    }

    public Limits limits() {
        return services.settings().limits();
    }

    public Phase phase() {
        if (account.isEmpty()) {
            return Phase.NOT_AUTHENTICATED;
        }
        return selected.isPresent() ? Phase.SELECTED : Phase.AUTHENTICATED;
    }

    public boolean loggedIn() {
        return account.isPresent();
    }

    /** Whose mail it is; only after login. */
    public AccountId account() {
        return account.orElseThrow();
    }

    /** The login name; empty before login. */
    public String user() {
        return user;
    }

    public Optional<Selected> mailbox() {
        return selected;
    }

    /** The selected mailbox; only for commands of that state. */
    public Selected selected() {
        return selected.orElseThrow();
    }

    public void select(Selected mailbox) {
        selected = Optional.of(mailbox);
    }

    public void deselect() {
        selected = Optional.empty();
    }

    public int failedLogins() {
        return failedLogins;
    }

    /** False: this user has too many connections; nothing has changed. */
    public boolean loggedInAs(Account who) {
        if (!client.loggedInAs(who.address().toString())) {
            return false;
        }
        account = Optional.of(who.id());
        user = who.address().toString();
        return true;
    }

    public void loginFailed() {
        failedLogins++;
    }

    /** Whether DEFLATE is on, RFC 4978. */
    public boolean compressed() {
        return compressed;
    }

    public void compressed(boolean on) {
        compressed = on;
    }

    /** Before TLS nothing was true, RFC 3501 §6.2.1. */
    public void forget() {
        restore(Optional.empty(), "", Optional.empty(), failedLogins);
    }

    /** The mailbox of this name. */
    public Optional<Mailbox> named(String name) throws MailException {
        return services.store().mailboxes(account()).named(name);
    }

    /** Everybody's mail, changed by this client. */
    public MailStore store() {
        return services.store().by(new Actor.Connected(client));
    }

    /** Carries out the steps, at most once, however often it must be asked for. */
    public Committed commit(List<StoreOp> steps) throws MailException {
        String operation = services.ids().get();
        return persist(() -> store().commit(account(), operation, Optional.empty(), steps));
    }

    /** Asks again for what somebody else came before, or of what nobody knows whether it happened: the operation's id makes it safe. */
    public <T> T persist(Attempt<T> attempt) throws MailException {
        for (int left = ATTEMPTS; ; left--) {
            try {
                return attempt.make();
            } catch (MailException e) {
                boolean again = e.kind() == MailException.Kind.CONFLICT || e.kind() == MailException.Kind.UNKNOWN;
                if (!again || left == 1) {
                    throw e;
                }
            }
        }
    }

    /** One try of an operation that has an id. */
    @FunctionalInterface
    public interface Attempt<T> {
        T make() throws MailException;
    }
}
