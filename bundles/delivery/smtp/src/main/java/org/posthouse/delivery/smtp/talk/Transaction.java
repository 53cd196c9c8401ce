package org.posthouse.delivery.smtp.talk;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.mail.Status;
import org.posthouse.spi.delivery.Delivery.Target;

/**
 * One mail to some recipients over one session, RFC 5321 §3.3, its commands in one go where the host takes PIPELINING (RFC 2920).
 * What has been decided of recipients stands, even if it ends with a failure; those for whom there was no room are undecided.
 */
final class Transaction {
    private static final int CHUNK = 64 << 10;
    private static final Status CONNECTION_LOST = new Status(4, 4, 2);
    private static final Status PROTOCOL_ERROR = new Status(4, 5, 0);
    private static final Status TOO_LARGE = new Status(5, 3, 4);
    /** RFC 3463 §3.7: conversion required but not supported. */
    private static final Status NO_EIGHT_BIT = new Status(5, 6, 3);
    /** RFC 6531 §3.2: non-ASCII addresses not permitted there. */
    private static final Status NOT_INTERNATIONAL = new Status(5, 6, 7);
    /** RFC 3463 §3.6: too many recipients. */
    private static final int TOO_MANY_RECIPIENTS = 3;

    private final Session session;
    private final Letter letter;
    private final boolean pipelining;
    private final Deque<HostReply> heard = new ArrayDeque<>();
    private final Map<Target, Verdict> verdicts = new LinkedHashMap<>();
    private final List<Target> accepted = new ArrayList<>();
    private boolean clean = true;

    Transaction(Session session, Letter letter) {
        this.session = session;
        this.letter = letter;
        this.pipelining = session.offers("PIPELINING");
    }

    /** What became of recipients so far. */
    Map<Target, Verdict> verdicts() {
        return verdicts;
    }

    /** Whether the session can carry another mail. */
    boolean clean() {
        return clean;
    }

    void run(List<Target> targets) throws IOException, HostException, MailException {
        List<Target> fit = targets.stream().filter(this::fits).toList();
        if (fit.isEmpty()) {
            return;
        }
        say(letter.mail(session));
        if (pipelining) {
            for (Target target : fit) {
                say(letter.recipient(target, session));
            }
            say("DATA");
        }
        HostReply mail = hear();
        if (!mail.positive()) {
            refused(mail, fit);
            return;
        }
        for (Target target : fit) {
            if (!pipelining) {
                say(letter.recipient(target, session));
            }
            recipient(target, hear());
        }
        data();
    }

    /** What it can know beforehand that this host would refuse. */
    private boolean fits(Target target) {
        long most = limit();
        if (most > 0 && letter.message().size() > most) {
            // RFC 1870 §6.2.
            String sizes = letter.message().size() + " octets are more than the " + most + " that it takes";
            return no(target, TOO_LARGE, sizes);
        }
        if (letter.eightBit() && !session.offers("8BITMIME")) {
            // RFC 6152 §3: to be converted, or returned; never to be sent as it is.
            return no(target, NO_EIGHT_BIT, "it takes no 8-bit messages (8BITMIME)");
        }
        boolean international =
                letter.international() || Letter.international(target.route().address());
        if (international && !session.offers("SMTPUTF8")) {
            return no(target, NOT_INTERNATIONAL, "it takes no addresses of other letters than ASCII (SMTPUTF8)");
        }
        return true;
    }

    private boolean no(Target target, Status status, String why) {
        verdicts.put(target, Verdict.of(status, session.say(why)));
        return false;
    }

    private long limit() {
        String size = session.parameters("SIZE").strip();
        return size.matches("\\d{1,18}") ? Long.parseLong(size) : 0;
    }

    private void say(String line) throws IOException {
        session.wire().line(line);
        if (!pipelining) {
            heard.add(session.wire().reply(patience()));
        }
    }

    private HostReply hear() throws IOException, HostException {
        HostReply reply = pipelining ? session.wire().reply(patience()) : heard.remove();
        if (reply.code() == 421) {
            // RFC 5321 §3.8: it closes, whatever was asked.
            throw session.refusal(reply);
        }
        return reply;
    }

    private Duration patience() {
        return session.times().command();
    }

    /** For good it counts for all; for now another host may take it. */
    private void refused(HostReply mail, List<Target> targets) throws HostException {
        clean = false;
        if (!mail.permanent()) {
            throw session.refusal(mail);
        }
        targets.forEach(target -> verdicts.put(target, verdict(mail)));
    }

    private void recipient(Target target, HostReply reply) {
        if (reply.positive()) {
            accepted.add(target);
        } else if (accepted.isEmpty() || !tooMany(reply)) {
            verdicts.put(target, verdict(reply));
        }
    }

    /** RFC 5321 §4.5.3.1.10: the rest goes in a transaction of its own. */
    private static boolean tooMany(HostReply reply) {
        Status status = reply.status();
        boolean says = status.subject() == 5 && status.detail() == TOO_MANY_RECIPIENTS;
        boolean saysNothingElse = status.subject() == 0 && status.detail() == 0;
        return (reply.code() == 452 || reply.code() == 552) && (says || saysNothingElse);
    }

    private void data() throws IOException, HostException, MailException {
        if (!pipelining) {
            if (accepted.isEmpty()) {
                clean = false;
                return;
            }
            say("DATA");
        }
        HostReply reply = pipelining ? session.wire().reply(session.times().dataStart()) : heard.remove();
        if (reply.code() == 354) {
            if (accepted.isEmpty()) {
                // RFC 2920 §3.1: it wants a message for nobody.
                clean = false;
                session.wire().line(".");
                session.wire().reply(session.times().dataEnd());
            } else {
                text();
            }
            return;
        }
        clean = false;
        if (!accepted.isEmpty() && (reply.code() == 421 || !reply.permanent())) {
            throw session.refusal(reply);
        }
        accepted.forEach(target -> verdicts.put(target, verdict(reply)));
    }

    private void text() throws IOException, MailException {
        Wire wire = session.wire();
        DotText text = new DotText(wire.out());
        byte[] chunk = new byte[CHUNK];
        try (InputStream in = open()) {
            for (int length = read(in, chunk); length >= 0; length = read(in, chunk)) {
                int octets = length;
                wire.within(session.times().dataBlock(), () -> {
                    text.write(chunk, octets);
                    return octets;
                });
            }
        }
        HostReply reply;
        try {
            reply = wire.lastWord(text::finish, session.times().dataEnd());
        } catch (IOException e) {
            // Perhaps it has it, perhaps not: what may come twice must not be lost, RFC 1047.
            clean = false;
            String why = session.say("it did not say whether it has the mail: " + Session.oneLine(e));
            accepted.forEach(target -> verdicts.put(target, Verdict.of(CONNECTION_LOST, why)));
            return;
        }
        clean = reply.positive();
        accepted.forEach(target -> verdicts.put(target, verdict(reply)));
    }

    private InputStream open() throws MailException {
        try {
            return letter.message().open();
        } catch (IOException e) {
            throw MailException.notNow("message could not be read", e);
        }
    }

    private static int read(InputStream in, byte[] chunk) throws MailException {
        try {
            return in.read(chunk);
        } catch (IOException e) {
            throw MailException.notNow("message could not be read", e);
        }
    }

    private Verdict verdict(HostReply reply) {
        // A reply of a class that has no place here is no word on the mail.
        Status status = reply.intermediate() ? PROTOCOL_ERROR : reply.status();
        return new Verdict(status, session.say(reply), Optional.empty(), session.offers("DSN"));
    }
}
