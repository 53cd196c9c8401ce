package org.posthouse.testkit.dns;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** All records there are, in one zone that holds everything. Safe for threads. */
final class Zone {
    private static final long TTL = 60;
    private static final int LONGEST_CHAIN = 50;

    private final List<Record> records = new ArrayList<>();
    private long ttl = TTL;

    /** The time to live of what is added from now on, and of what is not there. */
    synchronized void ttl(long seconds) {
        ttl = seconds;
    }

    synchronized void add(String name, String type, String value) {
        try {
            records.add(Record.fromString(name(name), Type.value(type), DClass.IN, ttl, value, Name.root));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    synchronized void remove(String name) {
        Name gone = name(name);
        records.removeIf(record -> record.getName().equals(gone));
    }

    /** With aliases followed, RFC 1034 §4.3.2. */
    synchronized Message answer(Message query) {
        Record question = query.getQuestion();
        Message answer = new Message(query.getHeader().getID());
        answer.getHeader().setFlag(Flags.QR);
        answer.getHeader().setFlag(Flags.AA);
        answer.getHeader().setFlag(Flags.RA);
        answer.addRecord(question, Section.QUESTION);
        Name name = question.getName();
        for (int links = 0; links < LONGEST_CHAIN; links++) {
            List<Record> found = find(name, question.getType());
            found.forEach(record -> answer.addRecord(record, Section.ANSWER));
            Optional<Record> alias = find(name, Type.CNAME).stream().findFirst();
            if (!found.isEmpty() || alias.isEmpty()) {
                if (found.isEmpty()) {
                    nothing(answer, name);
                }
                return answer;
            }
            answer.addRecord(alias.get(), Section.ANSWER);
            name = ((CNAMERecord) alias.get()).getTarget();
        }
        return answer;
    }

    private void nothing(Message answer, Name name) {
        boolean known = records.stream().anyMatch(record -> record.getName().subdomain(name));
        answer.getHeader().setRcode(known ? Rcode.NOERROR : Rcode.NXDOMAIN);
        answer.addRecord(
                new SOARecord(Name.root, DClass.IN, ttl, Name.root, Name.root, 1, 60, 60, 60, ttl), Section.AUTHORITY);
    }

    private List<Record> find(Name name, int type) {
        return records.stream()
                .filter(record -> record.getType() == type && record.getName().equals(name))
                .toList();
    }

    static Name name(String name) {
        try {
            return Name.fromString(name, Name.root);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
