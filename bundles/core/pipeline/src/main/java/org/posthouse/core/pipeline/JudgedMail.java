package org.posthouse.core.pipeline;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.posthouse.api.mail.Content;
import org.posthouse.api.mail.Envelope;
import org.posthouse.api.mail.Headers;
import org.posthouse.api.mail.Parts;
import org.posthouse.api.net.Client;
import org.posthouse.api.pipeline.Via;
import org.posthouse.lib.mime.HeaderFields;
import org.posthouse.lib.mime.MessageParts;
import org.posthouse.spi.filter.Mail;
import org.posthouse.spi.filter.Opinion;

/** A connection's mail as one filter sees it at one stage. */
final class JudgedMail implements Mail {
    private static final Content EMPTY = Content.of(new byte[0]);

    private final Judged judged;
    private final Slot slot;
    private final Envelope envelope;
    private final boolean withMessage;
    private final long due;

    /**
     * @param envelope as it was at that stage
     * @param due by the system's nano time
     */
    JudgedMail(Judged judged, Slot slot, Envelope envelope, boolean withMessage, long due) {
        this.judged = judged;
        this.slot = slot;
        this.envelope = envelope;
        this.withMessage = withMessage;
        this.due = due;
    }

    @Override
    public Via via() {
        return judged.via();
    }

    @Override
    public Client client() {
        return judged.client();
    }

    @Override
    public Optional<String> helo() {
        return judged.helo();
    }

    @Override
    public Envelope envelope() {
        return envelope;
    }

    private Optional<Arrived> message() {
        return withMessage ? judged.arrived() : Optional.empty();
    }

    @Override
    public Headers headers() {
        return message().map(arrived -> arrived.edits().fields()).orElse(HeaderFields.NONE);
    }

    @Override
    public Parts parts() {
        return message().map(Arrived::parts).orElse(MessageParts.NONE);
    }

    @Override
    public Content raw() {
        // A filter that closes it, or gives it back as another body, does not take it from the others.
        return message().<Content>map(arrived -> new Slice(arrived.raw(), 0)).orElse(EMPTY);
    }

    @Override
    public <S> S own(Class<S> type, Supplier<S> first) {
        return slot.notes().own(type, first);
    }

    @Override
    public Map<String, String> findings() {
        Map<String, String> findings = new LinkedHashMap<>();
        for (Slot other : judged.slots()) {
            for (Opinion opinion : other.opinions()) {
                if (opinion instanceof Opinion.Finding finding) {
                    findings.put(finding.name(), finding.value());
                }
            }
        }
        return Collections.unmodifiableMap(findings);
    }

    @Override
    public Duration timeLeft() {
        return Duration.ofNanos(Math.max(0, due - System.nanoTime()));
    }
}
