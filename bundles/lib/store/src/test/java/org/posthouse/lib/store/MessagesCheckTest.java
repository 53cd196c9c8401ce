package org.posthouse.lib.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.posthouse.api.mail.AccountId;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.store.CareWatch;
import org.posthouse.api.store.Flaw;

final class MessagesCheckTest {
    private static final long UID = 7;
    private static final int MOVES = 5;

    /** A message that is moved on each time somebody has looked for it, so many times; and then it is there, or not. */
    private static final class Moving implements Shelf {
        private final Verdict atLast;
        private long position = 1;

        Moving(Verdict atLast) {
            this.atLast = atLast;
        }

        @Override
        public Verdict look(Entry entry) {
            if (position < MOVES) {
                position++;
            }
            return entry.content() == MOVES ? atLast : Verdict.MISSING;
        }

        @Override
        public Optional<Entry> now(Box box, long uid) {
            return Optional.of(entry(position));
        }

        @Override
        public boolean mayComeBack(Entry entry) {
            return false;
        }

        @Override
        public String messageId(Entry entry) {
            return "";
        }

        @Override
        public String where(Entry entry) {
            return "at " + entry.content();
        }

        @Override
        public boolean mend(Entry entry, Verdict verdict) {
            return false;
        }

        @Override
        public void close() {
            position = MOVES;
        }
    }

    private static Entry entry(long position) {
        return new Entry(UID, 1, 10, 0, 0, position);
    }

    private static List<Flaw> flaws(Verdict atLast) throws MailException {
        Index index = new Index(Columns.EMPTY.plus(entry(1)), new FlagTable(), History.from(1));
        Box box = new Box(1, "box", "INBOX", 1, UID + 1, 1, 1, 10, Optional.of(index));
        List<Flaw> flaws = new ArrayList<>();
        CareWatch watch = new CareWatch() {
            @Override
            public boolean on(long done, long of, String what) {
                return true;
            }

            @Override
            public void found(Flaw flaw) {
                flaws.add(flaw);
            }
        };
        try (Moving shelf = new Moving(atLast)) {
            var unused = Round.run(watch, () -> false, round -> {
                MessagesCheck check = new MessagesCheck(new AccountId("kate"), shelf, round);
                check.tell(check.run(List.of(box)));
            });
        }
        return flaws;
    }

    @Test
    void aMessageThatIsMovedAgainAndAgainWhileItIsLookedForIsNoFlaw() throws Exception {
        assertThat(flaws(Verdict.SOUND)).isEmpty();
    }

    @Test
    void oneThatIsNotWhereItWasMovedAtLastIsAFlaw() throws Exception {
        assertThat(flaws(Verdict.MISSING)).singleElement().satisfies(flaw -> {
            assertThat(flaw.kind()).isEqualTo(Flaw.Kind.MISSING_MESSAGE);
            assertThat(flaw.where().uid()).isEqualTo(UID);
            assertThat(flaw.what()).endsWith("at " + MOVES);
        });
    }
}
