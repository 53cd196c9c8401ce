package org.posthouse.core.pipeline;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.posthouse.api.mail.Address;
import org.posthouse.api.mail.Recipient;
import org.posthouse.api.mail.Reply;
import org.posthouse.api.mail.Status;
import org.posthouse.spi.filter.Judgement;
import org.posthouse.spi.filter.Opinion;

/**
 * Makes actions of opinions. Rejecting goes before putting off, and that before all else; the first filter in order that rejects ends
 * its stage. A mail that was not refused is refused all the same when the points of all stages together reach the limit. What is left
 * is discarded if one filter says so (at the recipient stage for that recipient alone), else held if one says so.
 */
final class Policy {
    private static final Status POLICY = new Status(5, 7, 1);
    private static final Status POLICY_FOR_NOW = new Status(4, 7, 1);

    private Policy() {}

    /** The refusal in this judgement, if there is one. */
    static Optional<Reply> refusal(Moment moment, Judgement judgement) {
        Optional<Reply> deferred = Optional.empty();
        for (Opinion opinion : judgement.opinions()) {
            if (opinion instanceof Opinion.Reject reject) {
                return Optional.of(rejected(moment.stage(), reject.why()));
            }
            if (opinion instanceof Opinion.Defer defer && deferred.isEmpty()) {
                int code = moment.stage() == Stage.CONNECT ? 421 : 451;
                deferred = Optional.of(new Reply(code, POLICY_FOR_NOW, text(defer.why(), "Not now; try again later")));
            }
        }
        return deferred;
    }

    private static Reply rejected(Stage stage, String why) {
        return new Reply(stage == Stage.CONNECT ? 554 : 550, POLICY, text(why, "Refused by policy"));
    }

    private static String text(String why, String otherwise) {
        return why.isBlank() ? otherwise : why;
    }

    /** A filter that says defer for its absence is away. */
    static Reply away(Stage stage) {
        return new Reply(
                stage == Stage.CONNECT ? 421 : 451, Status.NOT_NOW, "A part of this server is away; try again later");
    }

    /** An accepted recipient is not accepted any more by a version that came in the midst: all begins anew. */
    static Reply anew() {
        return new Reply(451, POLICY_FOR_NOW, "Judged anew; try again");
    }

    /** The refusal for points. */
    static Optional<Reply> refusalForPoints(double points, double limit) {
        return limit > 0 && points >= limit
                ? Optional.of(new Reply(
                        550,
                        POLICY,
                        String.format(Locale.ROOT, "Refused for %.1f points of at most %.1f", points, limit)))
                : Optional.empty();
    }

    static double points(List<Slot> slots) {
        double sum = 0;
        for (Slot slot : slots) {
            for (Opinion opinion : slot.opinions()) {
                if (opinion instanceof Opinion.Points points) {
                    sum += points.points();
                }
            }
        }
        return sum;
    }

    /** What becomes of a mail that was not refused: who gets it, nobody if it is discarded, and whether it is held. */
    record Disposition(List<Recipient> recipients, boolean held) {}

    static Disposition disposition(Transaction mail) {
        List<Recipient> recipients = new ArrayList<>(mail.recipients());
        boolean held = false;
        boolean discarded = false;
        Set<Recipient> dropped = new HashSet<>();
        for (Slot slot : mail.slots()) {
            held |= slot.holds();
            for (Map.Entry<Moment, Judgement> said : slot.judgements().entrySet()) {
                for (Opinion opinion : said.getValue().opinions()) {
                    if (opinion instanceof Opinion.Hold) {
                        held = true;
                    } else if (opinion instanceof Opinion.Discard) {
                        discarded |= said.getKey().recipient().isEmpty();
                        said.getKey().recipient().ifPresent(dropped::add);
                    } else {
                        edit(recipients, opinion);
                    }
                }
            }
        }
        recipients.removeAll(dropped);
        return new Disposition(discarded ? List.of() : List.copyOf(recipients), held);
    }

    private static void edit(List<Recipient> recipients, Opinion opinion) {
        if (opinion instanceof Opinion.RemoveRecipient remove) {
            recipients.removeIf(recipient -> recipient.address().equals(remove.address()));
        } else if (opinion instanceof Opinion.AddRecipient add && !has(recipients, add.address())) {
            recipients.add(Recipient.of(add.address()));
        }
    }

    private static boolean has(List<Recipient> recipients, Address address) {
        return recipients.stream().anyMatch(recipient -> recipient.address().equals(address));
    }
}
