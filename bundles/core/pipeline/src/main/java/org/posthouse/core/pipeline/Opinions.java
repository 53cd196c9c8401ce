package org.posthouse.core.pipeline;

import java.util.List;
import org.posthouse.spi.filter.Opinion;

/** Opinions in words, for the trace. */
final class Opinions {
    private static final int LONGEST = 500;

    private Opinions() {}

    static String words(List<Opinion> opinions) {
        if (opinions.isEmpty()) {
            return "none";
        }
        StringBuilder words = new StringBuilder();
        for (Opinion opinion : opinions) {
            if (words.length() >= LONGEST) {
                break;
            }
            words.append(words.length() == 0 ? "" : "; ").append(words(opinion));
        }
        return words.length() > LONGEST ? words.substring(0, LONGEST) : words.toString();
    }

    private static String words(Opinion opinion) {
        if (opinion instanceof Opinion.Points points) {
            return points.toString();
        } else if (opinion instanceof Opinion.PermitRelay permit) {
            return "permitRelay " + permit.why();
        } else if (opinion instanceof Opinion.Reject reject) {
            return "reject " + reject.why();
        } else if (opinion instanceof Opinion.Defer defer) {
            return "defer " + defer.why();
        } else if (opinion instanceof Opinion.Hold hold) {
            return "hold " + hold.why();
        } else if (opinion instanceof Opinion.Discard discard) {
            return "discard " + discard.why();
        } else if (opinion instanceof Opinion.Finding finding) {
            return finding.name() + "=" + finding.value();
        }
        return edit(opinion);
    }

    private static String edit(Opinion opinion) {
        if (opinion instanceof Opinion.AddHeader add) {
            return "edited +" + add.name();
        } else if (opinion instanceof Opinion.ChangeHeader change) {
            return "edited " + change.name();
        } else if (opinion instanceof Opinion.RemoveHeader remove) {
            return "edited -" + remove.name();
        } else if (opinion instanceof Opinion.AddRecipient add) {
            return "edited +" + add.address();
        } else if (opinion instanceof Opinion.RemoveRecipient remove) {
            return "edited -" + remove.address();
        }
        return "edited body";
    }
}
