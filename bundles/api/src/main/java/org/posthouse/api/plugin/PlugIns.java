package org.posthouse.api.plugin;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;
import org.posthouse.api.mail.MailException;

/**
 * The plug-ins there are, and changing them. A name is a symbolic name, or its last part, or the name of the file in {@code plugins/}
 * without version and extension, where that is unique. One change at a time.
 */
@ProviderType
public interface PlugIns {
    List<PlugIn> list();

    /** Every plug-in the name fits. */
    List<PlugIn> find(String name);

    /**
     * Files in {@code plugins/} that hold versions of it.
     *
     * @throws MailException of kind PERMANENT if the name fits no plug-in, or several
     */
    List<Path> files(String name) throws MailException;

    /**
     * Puts the jar into {@code plugins/} and waits until it is in charge or has been refused; the former version goes on if so.
     *
     * @throws PlugInRefusedException if the jar was tried and does not run: with the reasons
     */
    PlugIn install(Path jar) throws MailException;

    /**
     * The same for a jar that is to replace this plug-in: one that holds another is refused.
     *
     * @throws PlugInRefusedException if the jar was tried and does not run: with the reasons
     */
    PlugIn update(String name, Path jar) throws MailException;

    /** Back to the version before. */
    PlugIn undo(String name) throws MailException;

    /** Switches it on, also for later starts. */
    PlugIn start(String name) throws MailException;

    /** Switches it off, also for later starts: nobody waits for it. */
    PlugIn stop(String name) throws MailException;

    /** Takes it out for good; only what came through {@code plugins/}. */
    void remove(String name) throws MailException;

    /**
     * Why it does not run, what it lacks, or why another version than the wanted one runs; empty if all is well.
     *
     * @throws MailException of kind PERMANENT if the name fits no plug-in, or several
     */
    List<Reason> reasons(String name) throws MailException;

    /** The same, each in a line. */
    default List<String> why(String name) throws MailException {
        return reasons(name).stream().map(Reason::line).toList();
    }

    /** Whether every seat that is expected was filled once since start, or has been given up. */
    boolean settled();

    /**
     * A plug-in. Role is the part of the house it belongs to (filter, store …); state is one of active, starting, stopped, failed; the
     * reason says why it is not active; {@code used} tells whether somebody has it in a seat.
     */
    record PlugIn(
            String name,
            String version,
            String role,
            String state,
            Instant since,
            boolean used,
            String reason,
            Optional<Path> file) {}
}
