package org.posthouse.protocol.imap;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.posthouse.lib.wire.imap.CommandText;
import org.posthouse.lib.wire.imap.LiteralMark;

/** What a server has said, cut into responses as a client does it. */
final class Responses {
    private Responses() {}

    /** Each with its lines and literals. */
    static List<CommandText> cut(byte[] octets) {
        List<CommandText> responses = new ArrayList<>();
        CommandText current = new CommandText();
        int at = 0;
        while (at < octets.length) {
            int end = at;
            while (octets[end] != '\r' || octets[end + 1] != '\n') {
                end++;
            }
            byte[] line = Arrays.copyOfRange(octets, at, end);
            at = end + 2;
            current.add(line);
            int length = LiteralMark.at(line).map(mark -> (int) mark.octets()).orElse(-1);
            if (length >= 0) {
                current.add(Arrays.copyOfRange(octets, at, at + length));
                at += length;
            } else {
                responses.add(current);
                current = new CommandText();
            }
        }
        return responses;
    }

    /** All lines of it, without its literals. */
    static String lines(CommandText response) {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < response.pieces().size(); i += 2) {
            lines.append(new String(response.pieces().get(i), StandardCharsets.ISO_8859_1));
        }
        return lines.toString();
    }

    static String firstLine(CommandText response) {
        return new String(response.pieces().get(0), StandardCharsets.ISO_8859_1);
    }
}
