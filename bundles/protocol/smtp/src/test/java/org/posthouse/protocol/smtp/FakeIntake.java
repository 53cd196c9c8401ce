package org.posthouse.protocol.smtp;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.posthouse.api.mail.Content;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.mail.Recipient;
import org.posthouse.api.mail.Reply;
import org.posthouse.api.mail.Status;
import org.posthouse.api.net.Client;
import org.posthouse.api.pipeline.Intake;
import org.posthouse.api.pipeline.Via;

/**
 * A pipeline that decides by what addresses are called: {@code nobody} is refused, {@code busy} is put off, {@code away} fails,
 * {@code broken} breaks; and by the client's address: 203.0.113.9, .10 and .11 are refused, put off, and fail.
 */
final class FakeIntake implements Intake {
    private final Map<String, Start> open = new LinkedHashMap<>();
    private final Map<String, List<String>> recipients = new LinkedHashMap<>();
    private final List<String> messages = new ArrayList<>();
    private final List<String> refused = new ArrayList<>();
    private Optional<Start> last = Optional.empty();
    private int count;

    @Override
    public Reply connect(Client client, Via via) throws MailException {
        return switch (client.address().getAddress().getHostAddress()) {
            case "203.0.113.9" -> new Reply(550, Status.RELAY_DENIED, "Not from there");
            case "203.0.113.10" -> new Reply(450, Status.NOT_NOW, "Come back later");
            case "203.0.113.11" -> throw MailException.notNow("Filters are away");
            case "203.0.113.12" -> throw new IllegalStateException("a defect in the pipeline");
            default -> new Reply(220, Status.OK, "Welcome");
        };
    }

    @Override
    public Reply helo(Client client, Via via, String name) throws MailException {
        return decide(name.replace(".example", ""));
    }

    @Override
    public Begun begin(Start start) throws MailException {
        Reply reply = decide(start.reversePath().map(path -> path.localPart()).orElse(""));
        if (!reply.accepted()) {
            return new Begun(reply, Optional.empty());
        }
        String id = "q" + ++count;
        open.put(id, start);
        recipients.put(id, new ArrayList<>());
        last = Optional.of(start);
        return new Begun(new Reply(250, new Status(2, 1, 0), "Sender OK"), Optional.of(id));
    }

    @Override
    public Reply recipient(String transaction, Recipient recipient) throws MailException {
        if (!open.containsKey(transaction)) {
            throw new AssertionError("no transaction " + transaction);
        }
        Reply reply = decide(recipient.address().localPart());
        if (reply.accepted()) {
            recipients.get(transaction).add(recipient.address().localPart());
            return new Reply(250, Status.DELIVERED, "Recipient OK");
        }
        return reply;
    }

    @Override
    public List<Reply> finish(String transaction, Content message) throws MailException {
        Start start = open.remove(transaction);
        if (start == null) {
            throw new AssertionError("no transaction " + transaction);
        }
        String text = text(message);
        decide(text.lines().findFirst().orElse("").replace("Subject: ", ""));
        messages.add(text);
        if (start.via() != Via.LMTP) {
            return List.of(new Reply(250, Status.OK, "queued as " + transaction));
        }
        List<Reply> replies = new ArrayList<>();
        for (String recipient : recipients.get(transaction)) {
            replies.add(
                    recipient.equals("full")
                            ? new Reply(452, Status.MAILBOX_FULL, "Mailbox full")
                            : new Reply(250, Status.DELIVERED, "delivered to " + recipient));
        }
        return replies;
    }

    @Override
    public void abort(String transaction) {
        open.remove(transaction);
    }

    @Override
    public void refuse(String transaction, Reply reply) {
        if (open.remove(transaction) != null) {
            refused.add(reply.toString());
        }
    }

    @Override
    public List<Step> order() {
        return List.of();
    }

    /** Messages that were accepted. */
    List<String> messages() {
        return messages;
    }

    /** What was said to messages that the protocol refused. */
    List<String> refused() {
        return refused;
    }

    /** Transactions that nobody has ended. */
    int open() {
        return open.size();
    }

    /** The latest MAIL that was accepted. */
    Start last() {
        return last.orElseThrow(() -> new AssertionError("no MAIL was accepted"));
    }

    private static Reply decide(String word) throws MailException {
        return switch (word) {
            case "nobody" -> new Reply(550, Status.NO_SUCH_MAILBOX, "Nobody of that name");
            case "busy" -> new Reply(450, Status.NOT_NOW, "Busy");
            case "away" -> throw MailException.notNow("A part is away");
            case "never" ->
                throw new MailException(
                        MailException.Kind.PERMANENT,
                        new Status(5, 6, 0),
                        "Not such a message",
                        new IOException("secret"));
            case "broken" -> throw new IllegalStateException("a defect in the pipeline");
            default -> new Reply(250, Status.OK, "OK");
        };
    }

    private static String text(Content message) {
        try {
            return new String(message.bytes(0, Integer.MAX_VALUE), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
