package org.posthouse.api.config;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;
import org.posthouse.api.mail.MailException;

/**
 * All settings there are, described by Metatype and kept in {@code etc/}. A value is checked against its description at every door; a
 * change is on disk and given to its component when the call returns.
 */
@ProviderType
public interface Configurations {
    /** Every described PID, and every instance of a factory as {@code factory~name}. */
    List<String> pids();

    Optional<Described> show(String pid);

    /**
     * Changes these settings and leaves the others; texts are read by the type of the setting; several values of a list are several
     * elements.
     *
     * @throws MailException PERMANENT, naming the setting and what is wrong with it; nothing has changed then
     */
    void set(String pid, Map<String, List<String>> values) throws MailException;

    /** Back to the defaults. */
    void reset(String pid) throws MailException;

    /** Files in {@code etc/} that cannot be used as they are, in sentences; the values before stay in force. */
    default List<String> troubles() {
        return List.of();
    }

    /** A PID with its settings, in the order they are described. */
    record Described(String pid, String name, String description, List<Setting> settings) {
        public Described {
            settings = List.copyOf(settings);
        }

        public Optional<Setting> setting(String id) {
            return settings.stream().filter(each -> each.id().equals(id)).findFirst();
        }
    }

    /** A setting and its value: always a list, of one element where it is no list. Secret ones show no value. */
    record Setting(
            String id,
            String name,
            String description,
            String type,
            boolean list,
            boolean secret,
            List<String> values,
            List<String> defaults,
            boolean changed) {
        public Setting {
            values = List.copyOf(values);
            defaults = List.copyOf(defaults);
        }
    }
}
