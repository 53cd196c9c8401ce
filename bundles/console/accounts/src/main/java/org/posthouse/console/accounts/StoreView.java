package org.posthouse.console.accounts;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.store.StoreStats;
import org.posthouse.lib.page.Form;
import org.posthouse.lib.page.Html;
import org.posthouse.lib.page.Order;
import org.posthouse.lib.page.Section;
import org.posthouse.lib.page.Words;
import org.posthouse.spi.console.Visit;

/** How much mail there is, and how much room it takes. Asked for once a minute, however often the page is looked at. */
final class StoreView {
    private static final String OCTETS = "octets ";
    private static final Duration FRESH = Duration.ofMinutes(1);

    private final House house;
    private final Clock clock;
    private Optional<StoreStats> last = Optional.empty();
    private Instant asked = Instant.EPOCH;

    StoreView(House house, Clock clock) {
        this.house = house;
        this.clock = clock;
    }

    void write(Html html, Visit visit) {
        Views.begin(html, "Store");
        Section.write(html, "store", "Store", this::figures);
        Section.write(html, "care", "Room", part -> {
            part.element("p", "Of mail that has been removed the room is given back by and by; or now.");
            Form.orders(
                    part,
                    visit.token(),
                    "id",
                    "store",
                    List.of(Order.of("compact", "Give back room", "Give back the room of removed mail")));
        });
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
        stats.particulars().forEach((name, value) -> particular(html, name, value));
        html.close().element("p", "As of " + Words.time(asked) + ".", "class", "quiet");
    }

    /** What is named by a few words, which say so if it is octets. */
    private static void particular(Html html, String name, long value) {
        String words = name.startsWith(OCTETS) ? name.substring(OCTETS.length()) : name;
        fact(
                html,
                words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1),
                name.startsWith(OCTETS) ? Words.size(value) : value);
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
