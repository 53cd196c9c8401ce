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

    /** What is wrong with these values, by setting, in sentences; empty if {@link #set} would take them. Changes nothing. */
    default Map<String, String> complaints(String pid, Map<String, List<String>> values) {
        return Map.of();
    }

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

    /**
     * A setting and its value: always a list, of one element where it is no list. Secret ones show no value.
     *
     * @param required whether it must have a value
     * @param least the smallest number it may be, or the shortest length of a text; empty if there is no bound
     * @param most the largest, or longest
     * @param options all values it may have; empty if it may have others
     */
    record Setting(
            String id,
            String name,
            String description,
            String type,
            boolean list,
            boolean secret,
            List<String> values,
            List<String> defaults,
            boolean changed,
            boolean required,
            Optional<String> least,
            Optional<String> most,
            List<Option> options) {
        public Setting {
            values = List.copyOf(values);
            defaults = List.copyOf(defaults);
            options = List.copyOf(options);
        }

        /** One that need not have a value and may have any of its type. */
        public Setting(
                String id,
                String name,
                String description,
                String type,
                boolean list,
                boolean secret,
                List<String> values,
                List<String> defaults,
                boolean changed) {
            this(
                    id,
                    name,
                    description,
                    type,
                    list,
                    secret,
                    values,
                    defaults,
                    changed,
                    false,
                    Optional.empty(),
                    Optional.empty(),
                    List.of());
        }
    }

    /** A value that a setting may have, and what it is called. */
    record Option(String value, String name) {}
}
