package org.posthouse.core.config.etc;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.mail.Status;

/**
 * A change that was made to one configuration.
 *
 * @param made it was not there before
 */
public record Former(
        long id,
        Instant time,
        Author author,
        String pid,
        boolean made,
        Map<String, Object> before,
        Map<String, Object> after) {
    public Former {
        before = Map.copyOf(before);
        after = Map.copyOf(after);
    }

    /** The values as they are now without this change; refused where a setting it changed is another one again. */
    public Map<String, Object> takenBackFrom(Map<String, Object> now) throws MailException {
        Map<String, Object> values = new TreeMap<>(now);
        Set<String> settings = new TreeSet<>(before.keySet());
        settings.addAll(after.keySet());
        for (String each : settings) {
            Map<String, Object> was = only(before, each);
            if (Values.same(was, only(after, each))) {
                continue;
            }
            if (!Values.same(only(now, each), only(after, each))) {
                throw new MailException(
                        MailException.Kind.PERMANENT,
                        new Status(5, 3, 5),
                        each + " of " + pid + " has been changed since: undo the later change first");
            }
            values.remove(each);
            values.putAll(was);
        }
        return values;
    }

    private static Map<String, Object> only(Map<String, Object> values, String key) {
        return Optional.ofNullable(values.get(key))
                .map(value -> Map.of(key, value))
                .orElse(Map.of());
    }
}
