package org.posthouse.core.mailstore;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.posthouse.api.mail.MailException;
import org.posthouse.spi.store.StoreBackend;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * That this home has a store: {@code data/store.made}, which lies beside the store and not in it. Where it is, a store that is not there is
 * missing, as when its file system is not mounted, and no empty one is made in its place. Safe for threads.
 */
final class Founded {
    private static final Logger LOG = LoggerFactory.getLogger(Founded.class);
    private static final String LEVEL = "posthouse-store 1";

    private final Path file;
    private volatile boolean sure;
    private volatile Optional<String> missing = Optional.empty();

    Founded(Path home) {
        file = home.resolve("data").resolve("store.made");
    }

    /** The plug-in that made the store; empty if there was none. */
    Optional<String> plugin() {
        if (Files.notExists(file)) {
            return Optional.empty();
        }
        try {
            List<String> lines = Files.readAllLines(file);
            if (lines.size() >= 2 && lines.get(0).equals(LEVEL)) {
                return Optional.of(lines.get(1).strip());
            }
            LOG.warn("{} does not say who made the store: its first line is to be '{}'", file, LEVEL);
        } catch (IOException failure) {
            LOG.warn("{} cannot be read: {}", file, failure.toString());
        }
        return Optional.empty();
    }

    /** What is missing, and what to do, for an administrator. */
    Optional<String> missing() {
        return missing;
    }

    /** Fails while the store that was made is missing. A home that has none gets it now, from whoever is to keep its mail. */
    void require(String plugin, StoreBackend store) throws MailException {
        if (sure) {
            return;
        }
        if (plugin().filter(plugin::equals).isPresent()) {
            Optional<String> gone = store.missing();
            if (gone.isPresent()) {
                tell(gone.get());
                throw MailException.notNow("The store is missing");
            }
        } else {
            store.open();
            note(plugin);
        }
        if (missing.isPresent()) {
            LOG.info("the store is there again");
        }
        missing = Optional.empty();
        sure = true;
    }

    private void tell(String what) {
        String told = "the store is missing: " + what
                + ". Mount its file system or bring it back, and mail goes on by itself;"
                + " or, to begin with empty mailboxes, delete " + file;
        if (!missing.equals(Optional.of(told))) {
            LOG.error("{}", told);
        }
        missing = Optional.of(told);
    }

    private synchronized void note(String plugin) {
        if (sure) {
            return;
        }
        try {
            Durable.write(
                    file,
                    LEVEL + "\n" + plugin
                            + "\nWhile this file is here, a store that is gone is missing: delete the file to"
                            + " begin with an empty one.\n");
        } catch (IOException failure) {
            LOG.warn("{} cannot be written: it is tried again at the next start: {}", file, failure.toString());
        }
    }
}
