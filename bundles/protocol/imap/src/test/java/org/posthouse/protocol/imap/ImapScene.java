package org.posthouse.protocol.imap;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.posthouse.api.mail.Content;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.store.StoreOp;
import org.posthouse.lib.mime.Structure;
import org.posthouse.protocol.imap.session.ImapSettings;
import org.posthouse.protocol.imap.session.Limits;
import org.posthouse.protocol.imap.session.Services;
import org.posthouse.protocol.imap.session.TimeOuts;
import org.posthouse.spi.protocol.ProtocolHandler;
import org.posthouse.testkit.FakeAccounts;
import org.posthouse.testkit.FakeClient;
import org.posthouse.testkit.FakeClock;
import org.posthouse.testkit.Scene;
import org.posthouse.testkit.store.FakeMailStore;

/** Kate's mailboxes in a store in memory. What happens around a dialogue is done to them. */
final class ImapScene implements Scene {
    private final FakeMailStore store =
            new FakeMailStore(message -> Structure.scan(message).encode());
    private final FakeAccounts accounts = new FakeAccounts("imap");
    private final FakeClock clock = new FakeClock();
    private final FakeClient client = new FakeClient().service("imap");
    private final AtomicInteger ids = new AtomicInteger();
    private final ImapSettings settings = new ImapSettings(
            "Posthouse",
            new TimeOuts(Duration.ofMinutes(3), Duration.ofMinutes(30), Duration.ofMinutes(5)),
            new Limits(1 << 20, 64 << 10, 256 << 10, 64 << 10, 8 << 10, 5_003, 20, 10, 3));

    FakeMailStore store() {
        return store;
    }

    @Override
    public ProtocolHandler handler() {
        return new ImapProtocol(new Services(store, accounts, settings, clock, () -> "id-" + ids.incrementAndGet()));
    }

    @Override
    public FakeClient client() {
        return client;
    }

    @Override
    public void act(String words) {
        String[] word = words.split(" ");
        try {
            switch (word[0]) {
                case "clear" -> client.clearTextLogin();
                case "deliver" -> deliver(word[1], mail(word[2]), Set.of());
                case "seen" -> deliver(word[1], mail(word[2]), Set.of("\\Seen"));
                case "file" -> deliver(word[1], Files.readString(Path.of("src/test/messages", word[2])), Set.of());
                case "large" ->
                    deliver(
                            word[1],
                            mail("Large") + ("x".repeat(990) + "\r\n").repeat(Integer.parseInt(word[2])),
                            Set.of());
                case "many" -> many(word[1], Integer.parseInt(word[2]));
                case "mailboxes" ->
                    commit(Integer.parseInt(word[1]), i -> new StoreOp.CreateMailbox("many-" + i, numbered("box", i)));
                case "subscriptions" ->
                    commit(Integer.parseInt(word[1]), i -> new StoreOp.Subscribe(numbered("sub", i), true));
                case "flag" ->
                    commit(new StoreOp.Flags(
                            id(word[1]), new long[] {Long.parseLong(word[2])}, Set.of(word[3]), Set.of()));
                case "unflag" ->
                    commit(new StoreOp.Flags(
                            id(word[1]), new long[] {Long.parseLong(word[2])}, Set.of(), Set.of(word[3])));
                case "expunge" -> commit(new StoreOp.Expunge(id(word[1]), new long[] {Long.parseLong(word[2])}));
                case "create" -> commit(new StoreOp.CreateMailbox("box-" + word[1].hashCode(), word[1]));
                case "delete" -> commit(new StoreOp.DeleteMailbox(id(word[1])));
                case "subscribe" -> commit(new StoreOp.Subscribe(word[1], true));
                case "use" -> store.specialUse(FakeAccounts.KATE, word[1], word[2]);
                case "damage" -> store.damage(FakeAccounts.KATE, id(word[1]), Long.parseLong(word[2]));
                case "contended" -> store.contended(word[1].equals("on"));
                case "crowd" -> client.crowd();
                case "store" -> store.away(word[1].equals("away"));
                case "directory" -> accounts.away(word[1].equals("away"));
                case "history" -> store.forgetful(word[1].equals("lost"));
                case "quota" -> store.quota(Long.parseLong(word[1]));
                default -> throw new AssertionError("this scene cannot: " + words);
            }
        } catch (MailException e) {
            throw new AssertionError(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void many(String mailbox, int count) throws MailException {
        for (int i = 0; i < count; i++) {
            deliver(mailbox, mail("Number-" + i), Set.of());
        }
    }

    private static String numbered(String name, int number) {
        return String.format("%s-%05d", name, number);
    }

    private static String mail(String subject) {
        return "From: Ron <ron@example.com>\r\nTo: kate@school.edu\r\nSubject: " + subject
                + "\r\nDate: Mon, 5 Jan 2026 08:00:00 +0000\r\nMessage-ID: <" + subject
                + "@example.com>\r\n\r\nHello Kate!\r\n";
    }

    private void deliver(String mailbox, String text, Set<String> flags) throws MailException {
        store.append(
                FakeAccounts.KATE,
                id(mailbox),
                Content.of(text.getBytes(StandardCharsets.ISO_8859_1)),
                flags,
                clock.instant(),
                "delivery-" + ids.incrementAndGet());
    }

    private void commit(int count, IntFunction<StoreOp> step) throws MailException {
        List<StoreOp> steps = IntStream.range(0, count).mapToObj(step).toList();
        store.commit(FakeAccounts.KATE, "act-" + ids.incrementAndGet(), Optional.empty(), steps);
    }

    private void commit(StoreOp step) throws MailException {
        store.commit(FakeAccounts.KATE, "act-" + ids.incrementAndGet(), Optional.empty(), List.of(step));
    }

    private String id(String mailbox) throws MailException {
        return store.mailboxes(FakeAccounts.KATE).named(mailbox).orElseThrow().id();
    }
}
