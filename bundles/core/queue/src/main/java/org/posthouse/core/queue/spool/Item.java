package org.posthouse.core.queue.spool;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.posthouse.api.mail.Address;
import org.posthouse.core.queue.log.Place;
import org.posthouse.core.queue.log.Segment;

/** A mail in the spool: what must be known of it in memory, which is not its content. Its own lock guards what changes. */
public final class Item {
    private final String id;
    private final long serial;
    private final long size;
    private final boolean inFile;
    /** Null is the null reverse-path: an object less for each mail. */
    private final Address sender;

    private final Progress[] recipients;
    private long arrivedMillis;
    private boolean marked;
    private boolean begunAnew;
    private Segment segment;
    private int offset;
    private int span;
    private Optional<Segment> former = Optional.empty();
    private boolean removed;

    Item(MailRecord mail, Place place) {
        this.id = mail.envelope().queueId();
        this.serial = mail.serial();
        this.size = mail.size();
        this.arrivedMillis = mail.arrived().toEpochMilli();
        this.inFile = mail.fileCrc().isPresent();
        this.sender = mail.envelope().reversePath().orElse(null);
        this.recipients = mail.envelope().recipients().stream()
                .map(recipient -> Progress.fresh(recipient.address(), mail.notBefore()))
                .toArray(Progress[]::new);
        this.segment = place.segment();
        this.offset = place.offset();
        this.span = place.span();
    }

    public String id() {
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
        return recipients.length;
    }

    public synchronized Progress recipient(int index) {
        return recipients[index];
    }

    public synchronized List<Progress> recipients() {
        return List.of(recipients);
    }

    synchronized void set(int index, Progress progress) {
        recipients[index] = progress;
        marked = true;
    }

    synchronized boolean allDone() {
        for (Progress recipient : recipients) {
            if (recipient.phase() != Progress.Phase.DONE) {
                return false;
            }
        }
        return true;
    }

    public synchronized boolean removed() {
        return removed;
    }

    synchronized void remove() {
        removed = true;
    }

    synchronized void movedFrom(Segment earlier) {
        former = Optional.of(earlier);
    }

    synchronized Place place() {
        return new Place(segment, offset, span);
    }

    /** Where it lay before, if it was moved. */
    synchronized Optional<Segment> former() {
        return former;
    }

    synchronized void move(Place to) {
        movedFrom(segment);
        segment = to.segment();
        offset = to.offset();
        span = to.span();
    }
}
