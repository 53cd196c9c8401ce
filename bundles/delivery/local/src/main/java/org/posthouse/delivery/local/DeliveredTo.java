package org.posthouse.delivery.local;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.posthouse.api.mail.Content;

/** Where a mail has been: the Delivered-To fields of its header section. */
final class DeliveredTo {
    private static final String NAME = "delivered-to:";
    /** They stand near the top; nobody reads megabytes to find them. */
    private static final int LIMIT = 256 << 10;

    private DeliveredTo() {}

    static List<String> of(Content message) throws IOException {
        byte[] start = message.bytes(0, LIMIT);
        List<String> found = new ArrayList<>();
        int line = 0;
        while (line < start.length) {
            int end = line;
            while (end < start.length && start[end] != '\n') {
                end++;
            }
            int length = end - line - (end > line && start[end - 1] == '\r' ? 1 : 0);
            if (length == 0) {
                break;
            }
            if (length > NAME.length() && named(start, line)) {
                int value = line + NAME.length();
                found.add(new String(start, value, length - NAME.length(), StandardCharsets.UTF_8).strip());
            }
            line = end + 1;
        }
        return found;
    }

    private static boolean named(byte[] octets, int at) {
        for (int i = 0; i < NAME.length(); i++) {
            if (Character.toLowerCase(octets[at + i]) != NAME.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
