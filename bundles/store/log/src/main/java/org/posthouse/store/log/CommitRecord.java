package org.posthouse.store.log;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.posthouse.api.mail.AccountId;
import org.posthouse.lib.segments.FieldReader;
import org.posthouse.lib.segments.Fields;
import org.posthouse.lib.store.Change;

/**
 * What a commit changed. The weights say by how many octets of messages segments became heavier or lighter; it leans on messages whose ends
 * those that it brings share.
 */
record CommitRecord(AccountId account, long modSeq, List<Change> changes, Weights weights, List<Long> leans) {
    byte[] encode() {
        Fields fields = new Fields()
                .number(Kind.COMMIT)
                .number(Kind.LEVEL)
                .text(account.value())
                .number(modSeq)
                .number(changes.size());
        changes.forEach(change -> ChangeFormat.write(change, fields));
        weights.write(fields);
        fields.number(leans.size());
        leans.forEach(fields::number);
        return fields.octets();
    }

    /** Behind the kind. */
    static CommitRecord decode(FieldReader from) throws IOException {
        from.level(Kind.LEVEL);
        AccountId account = new AccountId(from.text());
        long modSeq = from.number();
        List<Change> changes = new ArrayList<>();
        for (long left = from.number(); left > 0; left--) {
            changes.add(ChangeFormat.read(from));
        }
        Weights weights = Weights.read(from);
        List<Long> leans = new ArrayList<>();
        for (long left = from.number(); left > 0; left--) {
            leans.add(from.number());
        }
        return new CommitRecord(account, modSeq, changes, weights, leans);
    }

    /** The operation that it was, if it has an id. */
    Optional<Change.Done> done() {
        for (int i = changes.size() - 1; i >= 0; i--) {
            if (changes.get(i) instanceof Change.Done done) {
                return Optional.of(done);
            }
        }
        return Optional.empty();
    }

    boolean erases() {
        return changes.stream().anyMatch(Change.AccountErased.class::isInstance);
    }

    /** Where the messages lie that it adds to mailboxes. */
    long[] contents() {
        return messages().mapToLong(message -> message.entry().content()).toArray();
    }

    /** The least UID that it gives in a mailbox, if it gives one. */
    OptionalLong firstUid(long mailbox) {
        return messages()
                .filter(message -> message.mailbox() == mailbox)
                .mapToLong(message -> message.entry().uid())
                .min();
    }

    /** The messages that it adds to mailboxes. */
    private Stream<Change.NewMessage> messages() {
        return changes.stream()
                .flatMap(change -> change instanceof Change.NewMessage message
                        ? Stream.of(message)
                        : change instanceof Change.Copies copies ? copies.copies().stream() : Stream.empty());
    }
}
