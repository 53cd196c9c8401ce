package org.posthouse.core.queue.spool;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.posthouse.lib.segments.FieldReader;
import org.posthouse.lib.segments.Found;

/** Makes the index of the records that are found: mails first, then marks; the later one counts. */
final class Recovery {
    private final Tombs tombs;
    private final Map<Long, Item> bySerial = new HashMap<>();
    private final Domains domains;
    private long lastSerial;

    Recovery(Tombs tombs, Domains domains) {
        this.tombs = tombs;
        this.domains = domains;
    }

    void mail(Found found) {
        try {
            MailRecord mail = MailRecord.decode(new FieldReader(found.meta()));
            lastSerial = Math.max(lastSerial, mail.serial());
            Item item = new Item(mail, found.place(), domains);
            Item former = bySerial.put(mail.serial(), item);
            if (former != null) {
                item.movedFrom(former.place().segment());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void state(Found found) {
        try {
            switch (found.type()) {
                case StateRecord.TYPE -> progress(StateRecord.decode(found.meta()));
                case RemovedRecord.TYPE -> removed(RemovedRecord.decode(found.meta()));
                default -> throw new IOException("mark of unknown type " + found.type());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void progress(StateRecord record) {
        lastSerial = Math.max(lastSerial, record.serial());
        Item item = bySerial.get(record.serial());
        if (item != null) {
            record.recipients()
                    .forEach((index, state) ->
                            item.set(index, state.progress(item.recipient(index).address())));
            record.begunAnew().ifPresent(item::beginAnew);
        }
    }

    private void removed(RemovedRecord record) {
        for (long serial : record.serials()) {
            lastSerial = Math.max(lastSerial, serial);
            Item item = bySerial.remove(serial);
            if (item != null) {
                bury(item);
            }
        }
    }

    private void bury(Item item) {
        tombs.add(item.place().segment(), item.serial());
        item.former().ifPresent(segment -> tombs.add(segment, item.serial()));
    }

    /** The mails that are left, by id. */
    ItemIndex finish() {
        ItemIndex items = new ItemIndex();
        for (Item item : bySerial.values()) {
            if (items.add(item)) {
                item.place().segment().wanted(item.place().span());
            } else {
                bury(item);
            }
        }
        return items;
    }

    Set<Long> serialsWithFile() {
        return bySerial.values().stream().filter(Item::inFile).map(Item::serial).collect(Collectors.toSet());
    }

    long lastSerial() {
        return lastSerial;
    }
}
