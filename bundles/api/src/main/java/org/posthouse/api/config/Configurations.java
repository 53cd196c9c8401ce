package org.posthouse.api.config;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.mail.Status;

/**
 * All settings there are, described by Metatype and kept in {@code etc/}. A value is checked against its description at every door; a
 * change is on disk and given to its component when the call returns.
 */
@ProviderType
public interface Configurations {
    /** Every described PID, and every instance of a factory as {@code factory~name}. */
    List<String> pids();

    /** PIDs of which there may be several instances, each a {@code factory~name}; {@link #show} tells what a new one would be. */
    default List<String> factories() {
        return List.of();
    }

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

    /** Back to the defaults; an instance that the distribution does not bring is gone then. */
    void reset(String pid) throws MailException;

    /** Files in {@code etc/} that cannot be used as they are, in sentences; the values before stay in force. */
    default List<String> troubles() {
        return List.of();
    }

    /** The same settings, whose changes through it are recorded as made at this door (command, console) by this person. */
    default Configurations by(String door, String who) {
        return this;
    }

    /** What was changed and is still remembered, the latest first: of this PID, or of all. */
    default List<Change> history(Optional<String> pid) {
        return List.of();
    }

    /** Changes that were noted and cannot be read any more, so that they are neither told nor taken back: in sentences, with their files. */
    default List<String> lostChanges() {
        return List.of();
    }

    /**
     * Takes back what one change did to its settings, and leaves the others; that is a change, too.
     *
     * @throws MailException PERMANENT, naming why: it is not remembered, a setting has been changed since, or has a rule now that it breaks
     */
    default void undo(long change) throws MailException {
        throw new MailException(MailException.Kind.PERMANENT, new Status(5, 3, 0), "changes are not remembered here");
    }

    /**
     * One change of one PID.
     *
     * @param id counts up
     * @param door command, console, file, or other
     * @param who empty where nobody has said it
     */
    record Change(long id, Instant time, String pid, String door, String who, List<Difference> differences) {
        public Change {
            differences = List.copyOf(differences);
        }
    }

    /** A setting before and after a change; empty where it was not set. Of a secret one only that it has changed. */
    record Difference(String setting, Optional<List<String>> before, Optional<List<String>> after, boolean secret) {
        public Difference {
            before = before.map(List::copyOf);
            after = after.map(List::copyOf);
        }
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
