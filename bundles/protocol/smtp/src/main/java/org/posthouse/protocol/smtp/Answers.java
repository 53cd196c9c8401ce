package org.posthouse.protocol.smtp;

import org.posthouse.api.mail.Reply;
import org.posthouse.api.mail.Status;

/** What the server says of its own, with the codes of RFC 5321 §4.2.3, RFC 4954 §6 and RFC 3463. */
final class Answers {
    static final Reply OK = reply(250, 0, 0, "OK");
    static final Reply BYE = reply(221, 0, 0, "Bye");
    static final Reply READY_FOR_TLS = reply(220, 0, 0, "Ready to start TLS");
    static final Reply CANNOT_VERIFY = reply(252, 5, 0, "Cannot verify, but will take mail and try");
    static final Reply LOGGED_IN = reply(235, 7, 0, "Welcome");
    static final Reply GO_ON = new Reply(354, Status.OK, "Go on; end with a line that is but a dot");

    static final Reply UNKNOWN = reply(500, 5, 1, "What is that?");
    static final Reply NOT_HERE = reply(502, 5, 1, "Not here");
    static final Reply LINE_TOO_LONG = reply(500, 5, 2, "Line too long");
    static final Reply BARE_CONTROLS = reply(500, 5, 2, "Lines have no CR, LF or NUL within");
    static final Reply BARE_LF = reply(521, 5, 2, "Lines end with CRLF, not with LF alone");
    static final Reply ONLY_QUIT = reply(503, 5, 1, "You were refused; only QUIT is left");
    static final Reply HELLO_FIRST = reply(503, 5, 1, "Say hello first");
    static final Reply MAIL_FIRST = reply(503, 5, 1, "Need MAIL first");
    static final Reply IN_TRANSACTION = reply(503, 5, 1, "Not in the midst of a transaction");
    static final Reply NO_CHUNKING = reply(503, 5, 1, "CHUNKING was not offered; use DATA");
    static final Reply NO_RECIPIENTS = reply(554, 5, 1, "No valid recipients");
    static final Reply NO_RECIPIENTS_LMTP = reply(503, 5, 1, "No valid recipients");
    static final Reply PARAMETER_UNKNOWN = reply(555, 5, 4, "A parameter is not known here");
    static final Reply PARAMETER_WRONG = reply(501, 5, 4, "A parameter has a wrong value");
    static final Reply TOO_LARGE = reply(552, 3, 4, "Message too large");
    static final Reply NO_ROOM = new Reply(452, Status.SYSTEM_FULL, "No room for the message");
    static final Reply UNCLEAN = reply(550, 6, 0, "The message has a bare CR or LF, or a NUL");
    static final Reply OVERLONG_LINE = reply(554, 6, 0, "The message has an over-long line");

    static final Reply LOGIN_FIRST = reply(530, 7, 0, "Log in first");
    static final Reply TLS_FIRST = reply(538, 7, 11, "Start TLS first");
    static final Reply ALREADY_SECURE = reply(503, 5, 1, "TLS is on");
    static final Reply ALREADY_LOGGED_IN = reply(503, 5, 1, "You are logged in");
    static final Reply NO_SUCH_MECHANISM = reply(504, 5, 4, "No such mechanism");
    static final Reply LOGIN_CANCELLED = reply(501, 7, 0, "Login cancelled");
    static final Reply LOGIN_LINE_TOO_LONG = reply(500, 5, 6, "Line too long");
    static final Reply LOGIN_REFUSED = reply(535, 7, 8, "Wrong name or password");
    static final Reply TOO_MANY_CONNECTIONS = reply(454, 7, 0, "You have too many connections already");
    static final Reply LOGIN_NOT_NOW = reply(454, 7, 0, "Logging in is not possible at the moment");

    static final Reply TOO_MANY_ERRORS = reply(421, 7, 0, "Too many errors");
    static final Reply NO_MAIL = reply(421, 4, 2, "You bring no mail");
    static final Reply TOO_SLOW = reply(421, 4, 2, "Too slow");
    static final Reply BROKEN = reply(421, 3, 0, "Something broke here");

    private Answers() {}

    /** The server is going: the reason is its own. */
    static Reply ending(String reason) {
        return reply(421, 3, 2, reason);
    }

    /** What a login said cannot be read, RFC 4954 §4. */
    static Reply malformedLogin(String reason) {
        return reply(501, 5, 2, reason);
    }

    /** The class of the status code is that of the reply. */
    private static Reply reply(int code, int subject, int detail, String text) {
        return new Reply(code, new Status(code / 100, subject, detail), text);
    }
}
