package org.posthouse.core.dns;

import java.util.List;
import org.posthouse.api.dns.Answer.Outcome;
import org.xbill.DNS.Record;

/**
 * Records of a name and type, or why there are none.
 *
 * @param ttl seconds it may be kept; 0 if FAILED
 */
record Found(Outcome outcome, List<Record> records, boolean secure, long ttl) {
    static final Found FAILED = new Found(Outcome.FAILED, List.of(), false, 0);

    Found {
        records = List.copyOf(records);
    }

    Found keptFor(long seconds) {
        return new Found(outcome, records, secure, seconds);
    }
}
