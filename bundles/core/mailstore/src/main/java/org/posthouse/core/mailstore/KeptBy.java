package org.posthouse.core.mailstore;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.posthouse.api.mail.MailException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which plug-in keeps the mail of this home: settled once, written to {@code data/store/backend} before its first use, and then so
 * whatever settings say and whoever starts first. Safe for threads.
 */
final class KeptBy {
    static final String OURS = "org.posthouse.store.";

    /** What keeps the mail of a new home unless a setting says otherwise. */
    static final String LOG_STORE = OURS + "log";

    /** What kept the mail of homes before it was written down. */
    static final String JDBC_STORE = OURS + "jdbc";

    private static final Logger LOG = LoggerFactory.getLogger(KeptBy.class);
    private static final String LEVEL = "posthouse-backend 1";
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,200}");

    private final Path file;
    private final boolean inDatabase;
    private final boolean inLog;
    private final Founded founded;
    private final Optional<String> trouble;
    private volatile Optional<String> settled = Optional.empty();

    /** As the home says. */
    KeptBy(Path home) {
        file = home.resolve("data").resolve("store").resolve("backend");
        inDatabase = Files.exists(home.resolve("data").resolve("db").resolve("store"));
        inLog = Files.exists(file.resolveSibling("default").resolve("log").resolve("format"));
        founded = new Founded(home);
        trouble = recall();
    }

    /** Whether that store is there. */
    Founded founded() {
        return founded;
    }

    private Optional<String> recall() {
        if (!Files.exists(file)) {
            // The whole folder of stores may be missing.
            settled = founded.plugin().filter(name -> NAME.matcher(name).matches());
            return Optional.empty();
        }
        try {
            List<String> lines = Files.readAllLines(file, StandardCharsets.UTF_8);
            if (lines.size() < 2
                    || !lines.get(0).equals(LEVEL)
                    || !NAME.matcher(lines.get(1).strip()).matches()) {
                return Optional.of(file + " does not say which store keeps the mail: its first line is to be '" + LEVEL
                        + "', the second the name of the plug-in");
            }
            settled = Optional.of(lines.get(1).strip());
            return Optional.empty();
        } catch (IOException failure) {
            return Optional.of(file + " cannot be read: " + failure.getMessage());
        }
    }

    /** The symbolic name, once it is settled. */
    Optional<String> settled() {
        return settled;
    }

    /** Why it cannot be known; no store is called then. */
    Optional<String> trouble() {
        return trouble;
    }

    /**
     * The store by its symbolic name or the end of it. Homes that never wrote it down have it where there is mail.
     *
     * @param setting what an administrator wishes for a new home; may be empty
     */
    String wanted(String setting) {
        if (settled.isPresent()) {
            return settled.get();
        }
        if (inDatabase && !(inLog && isCalled(LOG_STORE, setting))) {
            return JDBC_STORE;
        }
        return inLog || setting.isEmpty() ? LOG_STORE : setting;
    }

    /** Writes it down unless that is done. Durable on return; NOT_NOW if it cannot be written. */
    void settle(String plugin) throws MailException {
        if (settled.isEmpty()) {
            settleOnce(plugin);
        }
    }

    private synchronized void settleOnce(String plugin) throws MailException {
        if (settled.isPresent()) {
            return;
        }
        try {
            Durable.write(file, LEVEL + "\n" + plugin + "\n");
        } catch (IOException failure) {
            throw MailException.notNow("It cannot be written down which store keeps the mail", failure);
        }
        LOG.info("{} keeps the mail of this home", plugin);
        settled = Optional.of(plugin);
    }

    /** What an administrator does who wants another one to begin with empty mailboxes. */
    String secondStep() {
        return "stop the server, write its symbolic name into the second line of " + file + ", and start it";
    }

    static boolean isCalled(String plugin, String name) {
        return plugin.equals(name) || plugin.endsWith("." + name);
    }
}
