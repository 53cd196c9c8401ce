package org.posthouse.lib.wire.smtp;

import java.util.Map;
import java.util.Optional;
import org.posthouse.api.mail.Address;
import org.posthouse.api.mail.Reply;

/** A command of a mail client, RFC 5321 §4.1.1, with those of LMTP (RFC 2033), STARTTLS (RFC 3207), AUTH (RFC 4954) and BDAT (RFC 3030). */
public sealed interface SmtpCommand {
    /** What the server calls it: in upper case, printable. */
    String verb();

    /** The name is a domain, an address literal, or what some clients have instead: printable, without blanks. */
    record Ehlo(String name) implements SmtpCommand {
        @Override
        public String verb() {
            return "EHLO";
        }
    }

    record Helo(String name) implements SmtpCommand {
        @Override
        public String verb() {
            return "HELO";
        }
    }

    record Lhlo(String name) implements SmtpCommand {
        @Override
        public String verb() {
            return "LHLO";
        }
    }

    /** An empty reverse-path is the null one. Parameters by keyword in upper case; a keyword without a value has the empty one. */
    record Mail(Optional<Address> reversePath, Map<String, String> parameters) implements SmtpCommand {
        public Mail {
            parameters = Map.copyOf(parameters);
        }

        @Override
        public String verb() {
            return "MAIL";
        }
    }

    /** Source routes are read and forgotten, RFC 5321 appendix C. */
    record Rcpt(Address forwardPath, Map<String, String> parameters) implements SmtpCommand {
        public Rcpt {
            parameters = Map.copyOf(parameters);
        }

        @Override
        public String verb() {
            return "RCPT";
        }
    }

    record Data() implements SmtpCommand {
        @Override
        public String verb() {
            return "DATA";
        }
    }

    /** A chunk of so many octets is to follow, RFC 3030 §2. */
    record Bdat(long octets, boolean last) implements SmtpCommand {
        @Override
        public String verb() {
            return "BDAT";
        }
    }

    record Rset() implements SmtpCommand {
        @Override
        public String verb() {
            return "RSET";
        }
    }

    record Noop() implements SmtpCommand {
        @Override
        public String verb() {
            return "NOOP";
        }
    }

    record Quit() implements SmtpCommand {
        @Override
        public String verb() {
            return "QUIT";
        }
    }

    record Help() implements SmtpCommand {
        @Override
        public String verb() {
            return "HELP";
        }
    }

    record Vrfy(String text) implements SmtpCommand {
        @Override
        public String verb() {
            return "VRFY";
        }
    }

    record Expn(String text) implements SmtpCommand {
        @Override
        public String verb() {
            return "EXPN";
        }
    }

    record StartTls() implements SmtpCommand {
        @Override
        public String verb() {
            return "STARTTLS";
        }
    }

    /** The mechanism in upper case; the initial response as sent, base64 or {@code =}. */
    record Auth(String mechanism, Optional<String> initialResponse) implements SmtpCommand {
        @Override
        public String verb() {
            return "AUTH";
        }
    }

    /** A known command said wrongly, and what to answer. */
    record Malformed(String verb, Reply reply) implements SmtpCommand {}

    /** No command of ours; the verb is cut. */
    record Unknown(String verb) implements SmtpCommand {}
}
