package org.posthouse.protocol.pop3;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.posthouse.api.mail.Content;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.mail.MailException.Kind;
import org.posthouse.api.mail.Status;
import org.posthouse.api.store.Actor;

/** A message, or the top of it, on its way to the client: read as far as the client takes it. */
final class Transfer implements Answer {
    private static final int PIECE = 64 << 10;
    private static final Status DAMAGED = new Status(5, 6, 0);

    private final int number;
    private final StuffedText text;
    private long offset;
    private Optional<Content> content = Optional.empty();

    private Transfer(int number, StuffedText text, long offset) {
        this.number = number;
        this.text = text;
        this.offset = offset;
    }

    /** Opens and checks the message, so that its failure is told instead of its octets. */
    static Transfer of(int number, StuffedText text, Turn turn) throws MailException {
        Transfer transfer = new Transfer(number, text, 0);
        try {
            transfer.open(turn).check();
            return transfer;
        } catch (IOException e) {
            transfer.close();
            throw new MailException(Kind.PERMANENT, DAMAGED, "The message is damaged", e);
        }
    }

    private Content open(Turn turn) throws MailException {
        if (content.isEmpty()) {
            Session session = turn.session();
            Maildrop maildrop = session.maildrop();
            content = Optional.of(
                    turn.services().store().content(session.account(), maildrop.mailboxId(), maildrop.uid(number)));
        }
        return content.get();
    }

    @Override
    public boolean write(Turn turn) throws MailException {
        Content message = open(turn);
        try {
            while (offset < message.size() && !text.ended()) {
                if (Answer.full(turn.out())) {
                    return false;
                }
                byte[] piece = message.bytes(offset, PIECE);
                offset += piece.length;
                turn.out().bytes(text.take(piece));
            }
        } catch (IOException e) {
            throw MailException.notNow("The message cannot be read on", e);
        }
        turn.out().bytes(text.finish());
        if (!text.ended()) {
            fetched(turn);
        }
        return true;
    }

    /** Not only the top of it. */
    private void fetched(Turn turn) {
        Session session = turn.session();
        Maildrop maildrop = session.maildrop();
        turn.services()
                .store()
                .by(new Actor.Connected(turn.client()))
                .fetched(session.account(), maildrop.mailboxId(), maildrop.uid(number));
    }

    @Override
    public Map<String, Object> values() {
        Map<String, Object> values = new LinkedHashMap<>(text.values());
        values.put("number", number);
        values.put("offset", offset);
        return values;
    }

    static Transfer from(Values values) {
        return new Transfer((int) values.number("number"), StuffedText.from(values), values.number("offset"));
    }

    @Override
    public void close() {
        content.ifPresent(Content::close);
        content = Optional.empty();
    }
}
