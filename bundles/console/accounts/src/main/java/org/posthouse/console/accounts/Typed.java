package org.posthouse.console.accounts;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.posthouse.api.account.Account;
import org.posthouse.api.account.Quota;
import org.posthouse.api.mail.Address;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.mail.Status;
import org.posthouse.spi.console.Visit;

/** What was typed into the page's forms; whatever does not mean anything is refused with a sentence. */
final class Typed {
    private Typed() {}

    static Address address(String text) throws MailException {
        return Address.parse(text.strip()).orElseThrow(() -> refused("'" + text.strip() + "' is no mail address"));
    }

    /** One in each line, or with commas or blanks between them; one at least. */
    static List<Address> addresses(String text) throws MailException {
        List<Address> addresses = new ArrayList<>();
        for (String word : text.split("[\\s,]+")) {
            if (!word.isEmpty()) {
                addresses.add(address(word));
            }
        }
        if (addresses.isEmpty()) {
            throw refused("no address was given");
        }
        return addresses;
    }

    /** Octets; nothing is none. */
    static OptionalLong quota(Visit visit) throws MailException {
        return limit(visit.parameter("quota"), Quota::read);
    }

    /** Messages; nothing is none. */
    static OptionalLong quotaMessages(Visit visit) throws MailException {
        return limit(visit.parameter("messages"), Quota::messages);
    }

    private static OptionalLong limit(String text, Function<String, OptionalLong> reader) throws MailException {
        try {
            return text.isBlank() ? OptionalLong.empty() : reader.apply(text);
        } catch (IllegalArgumentException e) {
            throw new MailException(MailException.Kind.PERMANENT, new Status(5, 3, 0), e.getMessage(), e);
        }
    }

    static Set<String> protocols(Visit visit) {
        Set<String> protocols = new TreeSet<>(Account.ALL_PROTOCOLS);
        protocols.removeIf(each -> !ticked(visit, each));
        return protocols;
    }

    static boolean ticked(Visit visit, String name) {
        return visit.parameter(name).equals("true");
    }

    /** Typed twice alike. */
    static char[] password(Visit visit) throws MailException {
        char[] first = visit.parameter("password").toCharArray();
        char[] second = visit.parameter("again").toCharArray();
        boolean same = Arrays.equals(first, second);
        Arrays.fill(second, '\0');
        if (first.length == 0 || !same) {
            throw refused(first.length == 0 ? "no password given" : "the two passwords are not the same");
        }
        return first;
    }

    static MailException refused(String why) {
        return new MailException(MailException.Kind.PERMANENT, new Status(5, 3, 0), why);
    }
}
