package org.posthouse.core.pipeline;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.posthouse.api.mail.Recipient;
import org.posthouse.api.net.TlsFacts;
import org.posthouse.api.pipeline.Intake.Start;

/** The trace field that says how a mail came to us, RFC 5321 §4.4. What the client said of itself cannot pass for what we say. */
record ReceivedField(String host, Instant time) {
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss Z", Locale.ENGLISH);
    private static final int LONGEST_NAME = 255;
    /** Many mails come within one second. */
    private static volatile Second last = new Second(Long.MIN_VALUE, "");

    /** A second and how it is written. */
    private record Second(long epoch, String words) {
        static Second of(Instant time) {
            return new Second(time.getEpochSecond(), DATE.format(time.atOffset(ZoneOffset.UTC)));
        }
    }

    /** Its octets with line ends. The recipient is named only where there is one: others need not know of each other. */
    byte[] of(Start start, String queueId, List<Recipient> recipients) {
        StringBuilder field = new StringBuilder("Received: from ");
        field.append(start.helo().map(ReceivedField::name).orElse("unknown"));
        field.append(" (").append(start.client().name().map(ReceivedField::name).orElse("unknown"));
        field.append(" [").append(literal(start)).append("])");
        Optional<TlsFacts> tls = start.client().tls();
        tls.ifPresent(facts -> field.append("\r\n\t(using ")
                .append(name(facts.protocol()))
                .append(" with cipher ")
                .append(name(facts.cipher()))
                .append(')'));
        field.append("\r\n\tby ").append(name(host)).append(" (Posthouse) with ");
        field.append(name(start.protocol())).append(" id ").append(queueId);
        if (recipients.size() == 1) {
            String address = recipients.get(0).address().toString();
            if (address.chars().allMatch(c -> c > 0x20 && c < 0x7f && "()<>\\\"".indexOf(c) < 0)) {
                field.append("\r\n\tfor <").append(address).append('>');
            }
        }
        field.append(";\r\n\t").append(date()).append("\r\n");
        return field.toString().getBytes(StandardCharsets.US_ASCII);
    }

    private String date() {
        Second second = last;
        if (second.epoch() != time.getEpochSecond()) {
            second = Second.of(time);
            last = second;
        }
        return second.words();
    }

    private static String literal(Start start) {
        String ip = start.client().address().getAddress().getHostAddress();
        int zone = ip.indexOf('%');
        String plain = zone < 0 ? ip : ip.substring(0, zone);
        return plain.indexOf(':') >= 0 ? "IPv6:" + plain : plain;
    }

    /** A name with no character that means something in the field's grammar. */
    private static String name(String given) {
        StringBuilder name = new StringBuilder();
        for (int i = 0; i < Math.min(given.length(), LONGEST_NAME); i++) {
            char c = given.charAt(i);
            boolean plain = c > 0x20 && c < 0x7f && "()<>\\\";,".indexOf(c) < 0;
            name.append(plain ? c : '?');
        }
        return name.length() == 0 ? "unknown" : name.toString();
    }
}
