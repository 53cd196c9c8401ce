package org.posthouse.api.mail;

/**
 * What a mail client is told: an SMTP reply code, RFC 5321 §4.2, with its enhanced status code. The class of both is the same, and
 * the text is printable, so no reply can be forged through it.
 */
public record Reply(int code, Status status, String text) {
    private static final Status FULL_FOR_GOOD = new Status(5, 2, 2);

    public Reply {
        if (code < 200 || code > 599 || code / 100 != (code / 100 == 3 ? 3 : status.kind())) {
            throw new IllegalArgumentException(code + " does not go with " + status);
        }
        text = printable(text);
    }

    /** The reply to a failure: its status and public text under the code that fits. */
    public static Reply of(MailException failure) {
        Status status = failure.status();
        int code = status.temporary() ? 451 : 554;
        if (status.subject() == 1) {
            code = status.temporary() ? 450 : 550;
        } else if (status.equals(Status.MAILBOX_FULL) || status.equals(Status.SYSTEM_FULL)) {
            code = 452;
        } else if (status.equals(FULL_FOR_GOOD)) {
            code = 552;
        }
        return new Reply(code, status, failure.getMessage());
    }

    public boolean accepted() {
        return code < 400;
    }

    private static String printable(String text) {
        StringBuilder clean = new StringBuilder(Math.min(text.length(), 400));
        for (int i = 0; i < text.length() && i < 400; i++) {
            char c = text.charAt(i);
            clean.append(c < 0x20 || c == 0x7f ? ' ' : c);
        }
        return clean.toString();
    }

    @Override
    public String toString() {
        return code + " " + status + " " + text;
    }
}
