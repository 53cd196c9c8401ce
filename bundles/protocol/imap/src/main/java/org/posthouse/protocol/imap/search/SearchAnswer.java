package org.posthouse.protocol.imap.search;

import java.util.Set;
import org.posthouse.lib.wire.imap.ImapWriter;
import org.posthouse.lib.wire.imap.NumberSet;
import org.posthouse.lib.wire.imap.SearchReturn;

/** How what was found is told: a response that is written part by part. */
public interface SearchAnswer {
    /** Up to where numbers come. */
    void begin(String tag, Found found, ImapWriter writer);

    /** Parts there are behind that. */
    int parts(Found found);

    /** These parts, from the first up to the one before the last. */
    void write(int first, int last, Found found, ImapWriter writer);

    /** SEARCH, RFC 3501 §7.2.5: number after number. */
    record Plain() implements SearchAnswer {
        @Override
        public void begin(String tag, Found found, ImapWriter writer) {
            writer.raw("* SEARCH");
        }

        @Override
        public int parts(Found found) {
            return found.count();
        }

        @Override
        public void write(int first, int last, Found found, ImapWriter writer) {
            for (int i = first; i < last; i++) {
                writer.space().number(found.get(i));
            }
        }
    }

    /** ESEARCH, RFC 4731 §3.1: what was asked for, with the numbers as ranges at its end. */
    record Extended(Set<SearchReturn> wanted, boolean uids) implements SearchAnswer {
        public Extended {
            wanted = Set.copyOf(wanted);
        }

        @Override
        public void begin(String tag, Found found, ImapWriter writer) {
            writer.raw("* ESEARCH (TAG ").string(tag).raw(uids ? ") UID" : ")");
            boolean some = found.count() > 0;
            if (some && wanted.contains(SearchReturn.MIN)) {
                writer.raw(" MIN ").number(found.get(0));
            }
            if (some && wanted.contains(SearchReturn.MAX)) {
                writer.raw(" MAX ").number(found.get(found.count() - 1));
            }
            if (wanted.contains(SearchReturn.COUNT)) {
                writer.raw(" COUNT ").number(found.count());
            }
            writer.raw(some && wanted.contains(SearchReturn.ALL) ? " ALL " : "");
        }

        @Override
        public int parts(Found found) {
            return wanted.contains(SearchReturn.ALL) ? found.set().ranges() : 0;
        }

        @Override
        public void write(int first, int last, Found found, ImapWriter writer) {
            NumberSet ranges = found.set();
            for (int i = first; i < last; i++) {
                writer.raw(i == 0 ? "" : ",").number(ranges.first(i));
                if (ranges.last(i) != ranges.first(i)) {
                    writer.raw(":").number(ranges.last(i));
                }
            }
        }
    }
}
