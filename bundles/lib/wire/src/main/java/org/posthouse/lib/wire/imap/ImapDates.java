package org.posthouse.lib.wire.imap;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;

/** date and date-time of RFC 3501 §9. */
public final class ImapDates {
    private static final List<String> MONTHS =
            List.of("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec");
    private static final Instant FIRST = Instant.parse("0000-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");

    private ImapDates() {}

    /** date, quoted or not. */
    public static LocalDate date(ImapReader in) throws ImapSyntaxException {
        boolean quoted = in.skip('"');
        int day = digits(in, 1, 2);
        LocalDate date = date(in, day);
        if (quoted) {
            in.expect('"');
        }
        return date;
    }

    /** date-time. */
    public static OffsetDateTime dateTime(ImapReader in) throws ImapSyntaxException {
        in.expect('"');
        int day = in.skip(' ') ? digits(in, 1, 1) : digits(in, 2, 2);
        LocalDate date = date(in, day);
        in.space();
        int hour = digits(in, 2, 2);
        int minute = digits(in.expect(':'), 2, 2);
        int second = digits(in.expect(':'), 2, 2);
        in.space();
        int sign = in.skip('-') ? -1 : 1;
        if (sign > 0) {
            in.expect('+');
        }
        int zone = digits(in, 4, 4);
        in.expect('"');
        try {
            ZoneOffset offset = ZoneOffset.ofHoursMinutes(sign * (zone / 100), sign * (zone % 100));
            return OffsetDateTime.of(date, LocalTime.of(hour, minute, second), offset);
        } catch (DateTimeException e) {
            throw new ImapSyntaxException("No such time");
        }
    }

    /** date-time without its quotes, in UTC; years the grammar does not have are cut to those it has. */
    public static String print(Instant instant) {
        Instant printable = instant.isBefore(FIRST) ? FIRST : instant.isAfter(LAST) ? LAST : instant;
        OffsetDateTime time = printable.atOffset(ZoneOffset.UTC);
        StringBuilder text = new StringBuilder(26);
        number(text, ' ', time.getDayOfMonth());
        text.append('-').append(MONTHS.get(time.getMonthValue() - 1)).append('-');
        number(number(text, '0', time.getYear() / 100), '0', time.getYear() % 100)
                .append(' ');
        number(text, '0', time.getHour()).append(':');
        number(text, '0', time.getMinute()).append(':');
        return number(text, '0', time.getSecond()).append(" +0000").toString();
    }

    /** By two characters. */
    private static StringBuilder number(StringBuilder text, char filler, int value) {
        return (value < 10 ? text.append(filler) : text).append(value);
    }

    private static LocalDate date(ImapReader in, int day) throws ImapSyntaxException {
        in.expect('-');
        byte[] letters = new byte[3];
        for (int i = 0; i < letters.length; i++) {
            int next = in.peek();
            if (next < 'A' || next > 'z') {
                throw new ImapSyntaxException("Expected a month");
            }
            letters[i] = (byte) next;
            in.skip((char) next);
        }
        int month = month(new String(letters, StandardCharsets.US_ASCII));
        int year = digits(in.expect('-'), 4, 4);
        try {
            return LocalDate.of(year, month, day);
        } catch (DateTimeException e) {
            throw new ImapSyntaxException("No such day");
        }
    }

    private static int month(String name) throws ImapSyntaxException {
        for (int i = 0; i < MONTHS.size(); i++) {
            if (MONTHS.get(i).equalsIgnoreCase(name)) {
                return i + 1;
            }
        }
        throw new ImapSyntaxException("No such month");
    }

    private static int digits(ImapReader in, int least, int most) throws ImapSyntaxException {
        int value = 0;
        int count = 0;
        while (count < most && Octets.isDigit(in.peek())) {
            value = value * 10 + (in.peek() - '0');
            in.skip((char) in.peek());
            count++;
        }
        if (count < least) {
            throw new ImapSyntaxException("Bad date");
        }
        return value;
    }
}
