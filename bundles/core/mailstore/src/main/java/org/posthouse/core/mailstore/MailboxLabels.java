package org.posthouse.core.mailstore;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.posthouse.api.store.Mailbox;
import org.posthouse.api.store.StoreOp;

/** What mailboxes were called when last somebody asked: for the record, which must not ask a store itself. Safe for all threads. */
final class MailboxLabels {
    private static final int MOST = 16_384;
    /** Of one account, so that one with many does not push all others out. */
    private static final int MOST_AT_ONCE = 512;

    private final Map<String, String> names = new LinkedHashMap<>(256, 0.75f, true);

    synchronized void learn(List<Mailbox> all) {
        for (Mailbox mailbox : all.subList(0, Math.min(MOST_AT_ONCE, all.size()))) {
            put(mailbox.id(), mailbox.name());
        }
    }

    /** Steps that have been carried out. */
    synchronized void follow(List<StoreOp> steps) {
        for (StoreOp step : steps) {
            if (step instanceof StoreOp.CreateMailbox create) {
                put(create.mailboxId(), create.name());
            } else if (step instanceof StoreOp.RenameMailbox rename) {
                put(rename.mailboxId(), rename.name());
            }
        }
    }

    /** Its name, or its id if nobody has asked of late. */
    synchronized String of(String mailboxId) {
        return names.getOrDefault(mailboxId, mailboxId);
    }

    private void put(String mailboxId, String name) {
        names.put(mailboxId, name);
        if (names.size() > MOST) {
            new ArrayList<>(names.keySet()).subList(0, MOST / 4).forEach(names::remove);
        }
    }
}
