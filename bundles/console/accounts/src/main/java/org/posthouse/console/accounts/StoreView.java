package org.posthouse.console.accounts;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.store.StoreStats;
import org.posthouse.lib.page.Html;
import org.posthouse.lib.page.Section;
import org.posthouse.lib.page.Words;

/** How much mail there is, and how much room it takes. Asked for once a minute, however often the page is looked at. */
final class StoreView {
    private static final Duration FRESH = Duration.ofMinutes(1);

    private final House house;
    private final Clock clock;
    private Optional<StoreStats> last = Optional.empty();
    private Instant asked = Instant.EPOCH;

    StoreView(House house, Clock clock) {
        this.house = house;
        this.clock = clock;
    }

    void write(Html html) {
        Views.begin(html, "Store");
        Section.write(html, "store", "Store", this::figures);
    }

    private void figures(Html html) throws MailException {
        StoreStats stats = stats();
        html.open("dl", "class", "facts");
        if (!stats.store().isEmpty()) {
            fact(html, "Kept by", stats.store());
        }
        fact(html, "Accounts with mail", stats.accounts());
        fact(html, "Mailboxes", stats.mailboxes());
        fact(html, "Messages", stats.messages() + ", " + Words.size(stats.octets()));
        fact(html, "On disk", Words.size(stats.diskOctets()));
        fact(html, "Free there", Words.size(stats.freeOctets()));
        stats.particulars().forEach((name, value) -> fact(html, name, value));
        html.close().element("p", "As of " + Words.time(asked) + ".", "class", "quiet");
    }

    private synchronized StoreStats stats() throws MailException {
        Instant now = clock.instant();
        if (last.isEmpty() || Duration.between(asked, now).abs().compareTo(FRESH) >= 0) {
            last = Optional.of(house.store().care().stats());
            asked = now;
        }
        return last.get();
    }

    private static void fact(Html html, String name, Object value) {
        html.element("dt", name).element("dd", value);
    }
}
