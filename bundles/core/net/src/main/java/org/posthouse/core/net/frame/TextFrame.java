package org.posthouse.core.net.frame;

import java.util.Optional;
import org.posthouse.spi.protocol.Input;

/**
 * Dot-terminated text, RFC 5321 §4.5.2. It ends with CRLF.CRLF and with nothing that merely looks like it: a dot counts only after
 * CRLF (or as the first octet), and only CRLF after it ends the text.
 */
final class TextFrame extends ContentFrame {
    private static final byte[] CR = {'\r'};

    /** Where in a line the scan stands. */
    private enum At {
        BEGIN,
        WITHIN,
        AFTER_CR,
        AFTER_DOT,
        AFTER_DOT_CR,
        END
    }

    private long max;
    private At at = At.BEGIN;
    private boolean clean = true;
    private boolean eightBit;
    private boolean tooLong;
    private long line;
    private long longest;

    TextFrame(Spool spool, long max) {
        super(spool);
        this.max = max;
    }

    void max(long octets) {
        max = octets;
    }

    @Override
    int feed(byte[] octets) {
        int run = 0;
        int i = 0;
        for (; i < octets.length && at != At.END; i++) {
            byte octet = octets[i];
            if (octet > '\r' && at == At.WITHIN) {
                line++;
                continue;
            }
            if (at == At.BEGIN && octet == '.') {
                spool.write(octets, run, i - run);
                run = i + 1;
                at = At.AFTER_DOT;
            } else if (at == At.AFTER_DOT && octet == '\r') {
                run = i + 1;
                at = At.AFTER_DOT_CR;
            } else if (at == At.AFTER_DOT_CR && octet == '\n') {
                run = i + 1;
                at = At.END;
            } else {
                if (at == At.AFTER_DOT_CR) {
                    spool.write(CR, 0, 1);
                    at = At.AFTER_CR;
                }
                plain(octet);
            }
        }
        spool.write(octets, run, i - run);
        if (!tooLong && spool.size() > max) {
            tooLong = true;
            spool.drop();
        }
        return i;
    }

    /** An octet that belongs to the text. */
    private void plain(byte octet) {
        boolean afterCr = at == At.AFTER_CR;
        if (afterCr && octet != '\n') {
            clean = false;
            line++;
        }
        if (octet == '\n') {
            clean &= afterCr;
            at = afterCr ? At.BEGIN : At.WITHIN;
            longest = Math.max(longest, line);
            line = 0;
        } else if (octet == '\r') {
            at = At.AFTER_CR;
        } else {
            clean &= octet != 0;
            eightBit |= octet < 0;
            line++;
            at = At.WITHIN;
        }
    }

    @Override
    Optional<Input> whole() {
        if (at != At.END) {
            return Optional.empty();
        }
        if (tooLong) {
            return Optional.of(new Input.TooLong(true));
        }
        return Optional.of(
                spool.failed()
                        ? new Input.NoRoom()
                        : new Input.Text(spool.finish(), clean, eightBit, (int) Math.min(longest, Integer.MAX_VALUE)));
    }
}
