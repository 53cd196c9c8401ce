package org.posthouse.lib.store;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.posthouse.api.store.Committed;
import org.posthouse.api.store.ModSeq;

/** What an operation returned, as octets to be kept: a version, the modseq, then runs of messages made with UIDs one after the other. */
public final class Outcome {
    private static final int VERSION = 1;

    private Outcome() {}

    public static byte[] encode(Committed committed) {
        ByteArrayOutputStream octets = new ByteArrayOutputStream(64);
        try (DataOutputStream out = new DataOutputStream(octets)) {
            out.writeByte(VERSION);
            out.writeLong(committed.modSeq().value());
            List<Committed.Made> made = committed.made();
            for (int first = 0, next; first < made.size(); first = next) {
                next = first + 1;
                while (next < made.size() && follows(made.get(next - 1), made.get(next))) {
                    next++;
                }
                Committed.Made run = made.get(first);
                out.writeInt(next - first);
                out.writeInt(run.step());
                out.writeUTF(run.mailboxId());
                out.writeLong(run.sourceUid());
                out.writeLong(run.uid());
            }
            out.writeInt(0);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return octets.toByteArray();
    }

    private static boolean follows(Committed.Made one, Committed.Made next) {
        return one.step() == next.step()
                && one.mailboxId().equals(next.mailboxId())
                && next.uid() == one.uid() + 1
                && next.sourceUid() == (one.sourceUid() == 0 ? 0 : one.sourceUid() + 1);
    }

    public static Committed decode(byte[] octets) throws IOException {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(octets))) {
            if (in.readByte() != VERSION) {
                throw new IOException("an outcome of a later version");
            }
            ModSeq modSeq = new ModSeq(in.readLong());
            List<Committed.Made> made = new ArrayList<>();
            for (int count = in.readInt(); count > 0; count = in.readInt()) {
                int step = in.readInt();
                String mailboxId = in.readUTF();
                long sourceUid = in.readLong();
                long uid = in.readLong();
                for (int i = 0; i < count; i++) {
                    made.add(new Committed.Made(step, mailboxId, sourceUid == 0 ? 0 : sourceUid + i, uid + i));
                }
            }
            return new Committed(modSeq, made);
        }
    }
}
