package org.posthouse.store.log;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.posthouse.api.mail.AccountId;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.store.Flaw;
import org.posthouse.lib.segments.FieldReader;
import org.posthouse.lib.segments.RecordMend;
import org.posthouse.lib.segments.Segment;
import org.posthouse.lib.store.Failures;
import org.posthouse.lib.store.Round;

/** Reads all records of a shard, whoever needs them. For one thread. */
final class RecordsCheck {
    private final Shard shard;
    private final Round round;
    private final boolean repair;
    private final Set<AccountId> accounts = new LinkedHashSet<>();
    /** Where something is damaged, as far as it is told. */
    private final Set<String> places = new HashSet<>();
    /** One of each segment that is to be emptied. */
    private final Map<Long, Flaw> lost = new LinkedHashMap<>();

    RecordsCheck(Shard shard, Round round, boolean repair) {
        this.shard = shard;
        this.round = round;
        this.repair = repair;
    }

    /** Puts back what can be, if it is to be repaired, and makes the accounts anew that it was of. */
    void run() throws MailException, Round.EndedException {
        // What is being written would look damaged; what is in there is read with its account.
        List<Segment> segments = shard.log().sealed();
        round.begin(segments.size(), "segments of shard " + shard.folder().getFileName() + " read");
        for (int i = 0; i < segments.size(); i++) {
            for (int hole : holes(segments.get(i).number())) {
                damaged(segments.get(i).number(), hole);
            }
            round.reach(i + 1L);
        }
        for (AccountId account : accounts) {
            new Rebuilding(shard, shard.directory().line(account), round).run();
        }
    }

    /** Takes what is wanted out of segments in which something could not be put back; when it is known what the accounts have lost. */
    void putAside() throws MailException {
        for (Map.Entry<Long, Flaw> left : lost.entrySet()) {
            Flaw flaw = left.getValue();
            boolean gone = shard.keeper().empty(left.getKey());
            round.found(
                    gone ? flaw.asMended("a copy of the segment lies in quarantine, all else was taken out") : flaw);
        }
    }

    /** Where records are damaged, in the words of {@link Soundness#where}, as far as that is told here. */
    Set<String> places() {
        return Set.copyOf(places);
    }

    private List<Integer> holes(long number) throws MailException {
        Optional<Segment> pinned = shard.log().pinned(number);
        if (pinned.isEmpty()) {
            return List.of();
        }
        try {
            return shard.log().read(pinned.get(), found -> {});
        } catch (IOException failure) {
            throw Failures.notNow(failure);
        } finally {
            pinned.get().unpin();
        }
    }

    private void damaged(long number, int offset) throws MailException {
        String place = Soundness.where(Positions.of(number, offset));
        Flaw flaw = new Flaw(
                Flaw.Kind.WRONG_INDEX,
                Flaw.Where.STORE,
                "a record is damaged, " + place + " of shard " + shard.folder().getFileName(),
                false);
        if (!repair) {
            places.add(place);
            round.found(flaw);
        } else if (putBack(number, offset)) {
            round.found(flaw.asMended("put back as it was"));
        } else if (lost.putIfAbsent(number, flaw) == null) {
            places.add(place);
        }
    }

    private boolean putBack(long number, int offset) throws MailException {
        Optional<Segment> pinned = shard.log().pinned(number);
        if (pinned.isEmpty()) {
            return true;
        }
        try (FileChannel reader = pinned.get().reader()) {
            var unused = shard.log().quarantine(number, offset);
            Optional<RecordMend.Octet> wrong = RecordMend.find(pinned.get(), reader, offset);
            if (wrong.isEmpty()) {
                return false;
            }
            pinned.get().mend(wrong.get().offset(), new byte[] {wrong.get().value()});
            account(new FieldReader(pinned.get().stored(reader, offset).meta())).ifPresent(accounts::add);
        } catch (IOException failure) {
            throw Failures.notNow(failure);
        } finally {
            pinned.get().unpin();
        }
        return true;
    }

    /** Whose record it is, if it is of one account. */
    private static Optional<AccountId> account(FieldReader fields) throws IOException {
        long kind = fields.number();
        if (kind != Kind.COMMIT && kind != Kind.ACCOUNT) {
            return Optional.empty();
        }
        fields.level(Kind.LEVEL);
        return Optional.of(new AccountId(fields.text()));
    }
}
