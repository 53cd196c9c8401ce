package org.posthouse.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.posthouse.system.Drives.Deed.COPY;
import static org.posthouse.system.Drives.Deed.DELETE;
import static org.posthouse.system.Drives.Deed.FLAG;
import static org.posthouse.system.Drives.Deed.FOLDERS;
import static org.posthouse.system.Drives.Deed.IDLE;
import static org.posthouse.system.Drives.Deed.LARGE;
import static org.posthouse.system.Drives.Deed.MOVE;
import static org.posthouse.system.Drives.Deed.READ;
import static org.posthouse.system.Drives.Deed.SEND;

import jakarta.mail.Flags;
import jakarta.mail.Folder;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Store;
import jakarta.mail.Transport;
import jakarta.mail.event.MessageCountAdapter;
import jakarta.mail.event.MessageCountEvent;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.search.FlagTerm;
import jakarta.mail.search.SubjectTerm;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.eclipse.angus.mail.imap.IMAPFolder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Angus Mail, by which programs in Java send and read mail. */
@Tag("clients")
final class AngusIT {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final String IMAP = "org.posthouse.protocol.imap";

    @TempDir
    private static Path home;

    @TempDir
    private Path folder;

    private static Server server;

    @BeforeAll
    static void start() throws Exception {
        server = Server.demo(home);
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
    }

    /** With TLS that is begun in the midst, or from the start. */
    private static Session session(Desk desk, boolean startTls) {
        Properties properties = new Properties();
        for (String protocol : List.of("imap", "imaps", "smtp", "smtps", "pop3s")) {
            properties.put("mail." + protocol + ".host", "localhost");
            properties.put("mail." + protocol + ".user", desk.user());
            properties.put("mail." + protocol + ".from", desk.user());
            // The certificate is the server's own.
            properties.put("mail." + protocol + ".ssl.trust", "localhost");
        }
        properties.put("mail.imap.port", server.port(143));
        properties.put("mail.imap.starttls.required", "true");
        properties.put("mail.imaps.port", server.port(993));
        properties.put("mail.imaps.compress.enable", "true");
        properties.put("mail.smtp.port", server.port(587));
        properties.put("mail.smtp.starttls.required", "true");
        properties.put("mail.smtp.auth", "true");
        properties.put("mail.smtps.port", server.port(465));
        properties.put("mail.smtps.auth", "true");
        properties.put("mail.pop3s.port", server.port(995));
        properties.put("mail.transport.protocol", startTls ? "smtp" : "smtps");
        properties.put("mail.store.protocol", startTls ? "imap" : "imaps");
        return Session.getInstance(properties);
    }

    private static Store store(Session session) throws MessagingException {
        Store store = session.getStore();
        store.connect(null, "posthouse");
        return store;
    }

    private static void send(Session session, Desk desk, String mail) throws MessagingException {
        MimeMessage message = message(session, mail);
        try (Transport transport = session.getTransport()) {
            transport.connect(null, "posthouse");
            transport.sendMessage(
                    message, message(session, "To: " + desk.user() + "\r\n\r\n").getAllRecipients());
        }
    }

    private static MimeMessage message(Session session, String mail) throws MessagingException {
        return new MimeMessage(session, new ByteArrayInputStream(mail.getBytes(StandardCharsets.UTF_8)));
    }

    private static String mail(String subject) {
        return "Subject: " + subject
                + "\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=UTF-8\r\nContent-Transfer-Encoding: 8bit\r\n"
                + "\r\n.\r\nGrüße\r\n";
    }

    private static List<String> subjects(Message... messages) {
        return Arrays.stream(messages)
                .map(message -> {
                    try {
                        return message.getSubject();
                    } catch (MessagingException e) {
                        throw new IllegalStateException(e);
                    }
                })
                .toList();
    }

    private static byte[] octets(Message message) throws Exception {
        try (InputStream in = message.getInputStream()) {
            return in.readAllBytes();
        }
    }

    private static Folder inbox(Store store, int count) throws MessagingException {
        Folder inbox = store.getFolder("INBOX");
        inbox.open(Folder.READ_WRITE);
        await().atMost(PATIENCE).until(() -> inbox.getMessageCount() == count);
        return inbox;
    }

    @Test
    @Drives(
            value = "Angus Mail",
            ports = {143, 465, 587, 993, 995},
            deeds = {SEND, READ, LARGE})
    void aLargeAttachmentIsSentAndReadByEveryDoor() throws Exception {
        Desk desk = Desk.of(server, folder, "angus@school.edu");
        Attachment large = Attachment.of(5);
        Session startTls = session(desk, true);
        send(startTls, desk, large.message(desk.user(), "large", "\r\n"));
        try (Store store = store(startTls);
                Folder inbox = inbox(store, 1)) {
            assertThat(Arrays.equals(octets(inbox.getMessage(1)), large.octets()))
                    .isTrue();
        }
        Session tls = session(desk, false);
        send(tls, desk, mail("small"));
        try (Store store = store(tls);
                Folder inbox = inbox(store, 2)) {
            assertThat(inbox.getMessage(2).getContent()).isEqualTo(".\r\nGrüße\r\n");
            inbox.appendMessages(new Message[] {message(tls, large.message(desk.user(), "kept", "\r\n"))});
            assertThat(inbox.getMessageCount()).isEqualTo(3);
        }
        try (Store store = tls.getStore("pop3s")) {
            store.connect(null, "posthouse");
            try (Folder inbox = inbox(store, 3)) {
                assertThat(Arrays.equals(octets(inbox.getMessage(3)), large.octets()))
                        .isTrue();
            }
        }
    }

    @Test
    @Drives(
            value = "Angus Mail",
            ports = {993},
            deeds = {FLAG, COPY, MOVE, DELETE, FOLDERS})
    void messagesAreFlaggedCopiedMovedAndDeletedAndFoldersMadeAndRenamed() throws Exception {
        Desk desk = Desk.of(server, folder, "sorter@school.edu");
        Session session = session(desk, false);
        try (Store store = store(session);
                IMAPFolder inbox = (IMAPFolder) inbox(store, 0)) {
            Folder made = store.getFolder("Entwürfe & 日本語/Jahr");
            assertThat(made.create(Folder.HOLDS_MESSAGES)).isTrue();
            assertThat(made.renameTo(store.getFolder("Entwürfe & 日本語/Año"))).isTrue();
            Folder deep = store.getFolder("Entwürfe & 日本語/Año");
            assertThat(deep.getName()).isEqualTo("Año");
            assertThat(store.getDefaultFolder().list("*"))
                    .extracting(Folder::getFullName)
                    .contains(deep.getFullName());
            for (String subject : List.of("one", "two", "three", "four")) {
                inbox.appendMessages(new Message[] {message(session, mail(subject))});
            }
            assertThat(subjects(inbox.search(new SubjectTerm("T")))).containsExactly("two", "three");
            Flags flags = new Flags(Flags.Flag.FLAGGED);
            flags.add("$Work");
            inbox.setFlags(new Message[] {inbox.getMessage(2)}, flags, true);
            assertThat(subjects(inbox.search(new FlagTerm(flags, true)))).containsExactly("two");
            inbox.copyMessages(new Message[] {inbox.getMessage(1)}, deep);
            inbox.moveMessages(new Message[] {inbox.getMessage(2)}, deep);
            assertThat(inbox.expunge()).as("gone by being moved").hasSize(1);
            assertThat(subjects(inbox.getMessages())).containsExactly("one", "three", "four");
            inbox.getMessage(1).setFlag(Flags.Flag.DELETED, true);
            assertThat(inbox.expunge()).hasSize(1);
            assertThat(subjects(inbox.getMessages())).containsExactly("three", "four");
            deep.open(Folder.READ_ONLY);
            assertThat(subjects(deep.getMessages())).containsExactly("one", "two");
            assertThat(deep.getMessage(2).getFlags().contains(flags)).isTrue();
            deep.close();
            assertThat(deep.delete(false)).isTrue();
            assertThat(deep.exists()).isFalse();
        }
    }

    @Test
    @Drives(
            value = "Angus Mail",
            ports = {993},
            deeds = {IDLE})
    void whoIdlesIsWokenByEachDeliveryWhileItsProtocolIsReplacedTwice() throws Exception {
        Desk desk = Desk.of(server, folder, "idler@school.edu");
        Session session = session(desk, false);
        BlockingQueue<String> news = new LinkedBlockingQueue<>();
        Swaps swaps = new Swaps(server);
        ExecutorService idler = Executors.newSingleThreadExecutor();
        try (Store store = store(session);
                IMAPFolder inbox = (IMAPFolder) inbox(store, 0)) {
            inbox.addMessageCountListener(new MessageCountAdapter() {
                @Override
                public void messagesAdded(MessageCountEvent event) {
                    news.addAll(subjects(event.getMessages()));
                }
            });
            Future<?> idling = idler.submit(() -> {
                while (!Thread.interrupted()) {
                    inbox.idle(true);
                }
                return null;
            });
            for (String version : List.of("91.0.0", "92.0.0", "93.0.0")) {
                send(session, desk, mail("before " + version));
                assertThat(news.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isEqualTo("before " + version);
                assertThat(idling.isDone()).isFalse();
                swaps.update(IMAP, swaps.made(IMAP, version));
                swaps.awaitVersion(IMAP, version);
            }
            send(session, desk, mail("last"));
            assertThat(news.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isEqualTo("last");
            assertThat(inbox.isOpen()).isTrue();
        } finally {
            idler.shutdownNow();
        }
    }
}
