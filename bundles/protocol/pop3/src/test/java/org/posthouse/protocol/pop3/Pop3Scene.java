package org.posthouse.protocol.pop3;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.posthouse.api.mail.Content;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.store.StoreOp;
import org.posthouse.lib.mime.Structure;
import org.posthouse.spi.protocol.ProtocolHandler;
import org.posthouse.testkit.FakeAccounts;
import org.posthouse.testkit.FakeClient;
import org.posthouse.testkit.FakeClock;
import org.posthouse.testkit.Scene;
import org.posthouse.testkit.store.FakeMailStore;

/**
 * Kate's maildrop in a store in memory. Lines of dialogues: {@code ! clear}, {@code ! no tls}, {@code ! crowd} tell of the client;
 * {@code ! deliver TEXT} (\n for CRLF, \l for LF alone, \r for CR alone), {@code ! large LINES}, {@code ! many N},
 * {@code ! expunge UID}, {@code ! damage UID}, {@code ! store away|back}, {@code ! directory away|back}, {@code ! other locks|unlocks} happen around them;
 * {@code ! holds N} and {@code ! locked yes|no} look at what has happened.
 */
final class Pop3Scene implements Scene {
    private final FakeMailStore store = new FakeMailStore(Pop3Scene::structure);
    private final LineEnds lineEnds = new LineEnds();
    private final FakeAccounts accounts = new FakeAccounts("pop3");
    private final FakeClient client = new FakeClient().service("pop3");
    private final FakeClient other = new FakeClient().service("pop3");
    private final AtomicInteger ids = new AtomicInteger();
    private final Pop3Settings settings =
            new Pop3Settings("Posthouse", Duration.ofMinutes(3), Duration.ofMinutes(10), Duration.ofMinutes(5), 6, 3);

    private static byte[] structure(Content message) {
        try {
            return Structure.scan(message).encode();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    FakeMailStore store() {
        return store;
    }

    @Override
    public ProtocolHandler handler() {
        return new Pop3Protocol(new Services(store, accounts, settings, lineEnds, () -> "id-" + ids.incrementAndGet()));
    }

    @Override
    public FakeClient client() {
        return client;
    }

    @Override
    public void act(String words) {
        int blank = words.indexOf(' ');
        String verb = blank < 0 ? words : words.substring(0, blank);
        String rest = words.substring(blank + 1);
        try {
            switch (verb) {
                case "clear" -> client.clearTextLogin();
                case "no" -> client.noTls();
                case "crowd" -> client.crowd();
                case "deliver" -> deliver(text(rest));
                case "large" -> deliver(mail("Large") + lines(Integer.parseInt(rest)));
                case "many" -> many(Integer.parseInt(rest));
                case "damage" -> store.damage(FakeAccounts.KATE, inbox(), Long.parseLong(rest));
                case "expunge" -> expunge(Long.parseLong(rest));
                case "store" -> store.away(rest.equals("away"));
                case "directory" -> accounts.away(rest.equals("away"));
                case "other" -> otherClient(rest);
                case "holds" ->
                    assertThat(store.read(FakeAccounts.KATE, inbox()).count()).isEqualTo(Integer.parseInt(rest));
                case "fetched" -> assertThat(store.fetched()).hasToString("[" + rest + "]");
                case "locked" -> assertThat(store.locked(FakeAccounts.KATE)).isEqualTo(rest.equals("yes"));
                default -> Scene.super.act(words);
            }
        } catch (MailException e) {
            throw new AssertionError(e);
        }
    }

    private void otherClient(String does) throws MailException {
        if (does.equals("locks")) {
            assertThat(store.lock(FakeAccounts.KATE, other)).isTrue();
        } else {
            store.unlock(FakeAccounts.KATE, other);
        }
    }

    private static String text(String words) {
        return words.replace("\\n", "\r\n").replace("\\l", "\n").replace("\\r", "\r");
    }

    private static String mail(String subject) {
        return "From: Ron <ron@example.com>\r\nSubject: " + subject + "\r\n\r\n";
    }

    /** Lines of 1000 octets, counted from 0. */
    private static String lines(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> String.format("%05d ", i) + "x".repeat(992) + "\r\n")
                .collect(Collectors.joining());
    }

    private void many(int count) throws MailException {
        for (int i = 0; i < count; i++) {
            deliver(mail("Number-" + i));
        }
    }

    void deliver(String text) throws MailException {
        store.append(
                FakeAccounts.KATE,
                inbox(),
                Content.of(text.getBytes(StandardCharsets.ISO_8859_1)),
                Set.of(),
                FakeClock.START,
                "delivery-" + ids.incrementAndGet());
    }

    private void expunge(long uid) throws MailException {
        StoreOp step = new StoreOp.Expunge(inbox(), new long[] {uid});
        store.commit(FakeAccounts.KATE, "act-" + ids.incrementAndGet(), Optional.empty(), List.of(step));
    }

    private String inbox() throws MailException {
        return store.mailboxes(FakeAccounts.KATE).named("INBOX").orElseThrow().id();
    }
}
