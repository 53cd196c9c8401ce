package org.posthouse.core.pipeline;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.posthouse.api.mail.Address;
import org.posthouse.api.mail.Content;
import org.posthouse.spi.filter.Judgement;
import org.posthouse.spi.filter.Opinion;

/**
 * Takes down what a filter says, on the guard's thread: what comes of it has nothing of the filter's own in it. Who says too much has
 * failed.
 */
final class Testimony {
    static final int MOST_OPINIONS = 1000;
    /** Characters of all opinions together. */
    static final int MOST_TEXT = 1 << 20;

    private final BodyRoom room;
    private final Custody custody;
    private final long mostBody;
    private final List<Opinion> opinions = new ArrayList<>();
    private Optional<Content> body = Optional.empty();
    private long text;

    /** What was said, in the order it was. */
    private record Said(List<Opinion> opinions) implements Judgement {}

    /**
     * @param custody has the body until somebody takes it
     * @param mostBody octets that another body may have; 0 at stages that have none
     */
    Testimony(BodyRoom room, Custody custody, long mostBody) {
        this.room = room;
        this.custody = custody;
        this.mostBody = mostBody;
    }

    /** Once. */
    Judgement of(Judgement judgement) throws IOException, InterruptedException {
        try {
            for (Opinion opinion : judgement.opinions()) {
                hear(opinion);
            }
            if (body.isPresent() && mostBody > 0) {
                Content copy = room.copy(body.get(), mostBody);
                custody.keep(copy);
                opinions.add(new Opinion.ReplaceBody(copy));
            }
            return opinions.isEmpty() ? Judgement.none() : new Said(List.copyOf(opinions));
        } finally {
            body.ifPresent(Content::close);
        }
    }

    private void hear(Opinion opinion) {
        if (opinion instanceof Opinion.ReplaceBody replace) {
            Optional<Content> before = body;
            body = Optional.of(replace.body());
            before.ifPresent(Content::close);
        } else {
            opinions.add(opinion);
        }
        text += length(opinion);
        if (opinions.size() > MOST_OPINIONS || text > MOST_TEXT) {
            throw new IllegalStateException("it says too much");
        }
    }

    private static long length(Opinion opinion) {
        if (opinion instanceof Opinion.Points points) {
            return (long) points.symbol().length() + points.why().length();
        } else if (opinion instanceof Opinion.PermitRelay permit) {
            return permit.why().length();
        } else if (opinion instanceof Opinion.Reject reject) {
            return reject.why().length();
        } else if (opinion instanceof Opinion.Defer defer) {
            return defer.why().length();
        } else if (opinion instanceof Opinion.Hold hold) {
            return hold.why().length();
        } else if (opinion instanceof Opinion.Discard discard) {
            return discard.why().length();
        } else if (opinion instanceof Opinion.Finding finding) {
            return (long) finding.name().length() + finding.value().length();
        }
        return edit(opinion);
    }

    private static long edit(Opinion opinion) {
        if (opinion instanceof Opinion.AddHeader add) {
            return (long) add.name().length() + add.value().length();
        } else if (opinion instanceof Opinion.ChangeHeader change) {
            return (long) change.name().length() + change.value().length();
        } else if (opinion instanceof Opinion.RemoveHeader remove) {
            return remove.name().length();
        } else if (opinion instanceof Opinion.AddRecipient add) {
            return length(add.address());
        } else if (opinion instanceof Opinion.RemoveRecipient remove) {
            return length(remove.address());
        }
        // Of many bodies each costs a word, so that they come to an end.
        return MOST_TEXT / MOST_OPINIONS;
    }

    private static long length(Address address) {
        return (long) address.localPart().length() + address.domain().length();
    }
}
