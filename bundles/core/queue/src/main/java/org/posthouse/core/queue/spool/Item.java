package org.posthouse.core.queue.spool;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.posthouse.api.mail.Address;
import org.posthouse.api.mail.Recipient;
import org.posthouse.lib.segments.Place;
import org.posthouse.lib.segments.Segment;

/** A mail in the spool: what must be known of it in memory, which is not its content. Its own lock guards what changes. */
public final class Item {
    private static final Progress[] NONE = {};

    /** UTF-8: an object less for each mail than a string. */
    private final byte[] id;

    private final long serial;
    private final long size;
    private final boolean inFile;
    /** Null is the null reverse-path: an object less for each mail. */
    private final Address sender;

    /** Most mails have one recipient. */
    private Progress first;

    private final Progress[] others;
    private long arrivedMillis;
    private boolean marked;
    private boolean begunAnew;
    private Segment segment;
    private int offset;
    private int span;
    /** Null if it was not moved. */
    private Segment former;

    /** Null unless it has just come. */
    private Fresh.Mail fresh;

    private boolean removed;

    Item(MailRecord mail, Place place, Domains domains) {
        this.id = mail.envelope().queueId().getBytes(StandardCharsets.UTF_8);
        this.serial = mail.serial();
        this.size = mail.size();
        this.arrivedMillis = mail.arrived().toEpochMilli();
        this.inFile = mail.fileCrc().isPresent();
        this.sender = mail.envelope().reversePath().map(domains::shared).orElse(null);
        List<Recipient> recipients = mail.envelope().recipients();
        this.others = recipients.size() == 1 ? NONE : new Progress[recipients.size() - 1];
        for (int i = 0; i < recipients.size(); i++) {
            put(i, Progress.fresh(domains.shared(recipients.get(i).address()), mail.notBefore()));
        }
        this.segment = place.segment();
        this.offset = place.offset();
        this.span = place.span();
    }

    public String id() {
        return new String(id, StandardCharsets.UTF_8);
    }

    byte[] idOctets() {
        return id;
    }

    /** Names the mail within this spool. */
    long serial() {
        return serial;
    }

    public long size() {
        return size;
    }

    /** When it came, or, if it was made to begin anew, when that was. */
    public synchronized long arrivedMillis() {
        return arrivedMillis;
    }

    public Optional<Address> sender() {
        return Optional.ofNullable(sender);
    }

    /** Whether its content has a file of its own. */
    boolean inFile() {
        return inFile;
    }

    /** Whether a mark says more than the mail's record. */
    synchronized boolean marked() {
        return marked;
    }

    /** When it began anew, if it did. */
    synchronized OptionalLong begunAnew() {
        return begunAnew ? OptionalLong.of(arrivedMillis) : OptionalLong.empty();
    }

    synchronized void beginAnew(long millis) {
        arrivedMillis = millis;
        begunAnew = true;
    }

    public int count() {
        return 1 + others.length;
    }

    public synchronized Progress recipient(int index) {
        return index == 0 ? first : others[index - 1];
    }

    public synchronized List<Progress> recipients() {
        List<Progress> all = new ArrayList<>(count());
        all.add(first);
        all.addAll(Arrays.asList(others));
        return all;
    }

    synchronized void set(int index, Progress progress) {
        put(index, progress);
        marked = true;
    }

    private void put(int index, Progress progress) {
        if (index == 0) {
            first = progress;
        } else {
            others[index - 1] = progress;
        }
    }

    synchronized boolean allDone() {
        return recipients().stream().allMatch(each -> each.phase() == Progress.Phase.DONE);
    }

    /** Whether it is held because it cannot be read. */
    boolean damaged() {
        return recipients().stream().anyMatch(Progress::damaged);
    }

    public synchronized boolean removed() {
        return removed;
    }

    synchronized void remove() {
        removed = true;
    }

    synchronized void movedFrom(Segment earlier) {
        former = earlier;
    }

    synchronized Place place() {
        return new Place(segment, offset, span);
    }

    /** Where it lay before, if it was moved. */
    synchronized Optional<Segment> former() {
        return Optional.ofNullable(former);
    }

    /** As it came, until somebody has taken it up. */
    synchronized Optional<Fresh.Mail> fresh() {
        return Optional.ofNullable(fresh);
    }

    synchronized void keep(Fresh.Mail mail) {
        fresh = mail;
    }

    /** What was kept of it, which is not kept any more. */
    synchronized Optional<Fresh.Mail> letGo() {
        Fresh.Mail kept = fresh;
        fresh = null;
        return Optional.ofNullable(kept);
    }

    synchronized void move(Place to) {
        movedFrom(segment);
        segment = to.segment();
        offset = to.offset();
        span = to.span();
    }
}
