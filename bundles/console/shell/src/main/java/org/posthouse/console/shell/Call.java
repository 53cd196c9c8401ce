package org.posthouse.console.shell;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.posthouse.api.config.Configurations;
import org.posthouse.api.mail.Address;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.mail.Status;

/** One run of a command: what it was given, and where its answer goes. */
final class Call {
    private final Services services;
    private final Terminal terminal;
    private final Options options;
    private final Progress progress;
    private boolean looks;

    Call(Services services, Terminal terminal, Options options) {
        this.services = services;
        this.terminal = terminal;
        this.options = options;
        this.progress = new Progress(terminal, Clock.systemUTC());
    }

    /** Tells how far long work is, to who sees it. */
    void progress(long done, long of, String what) {
        progress.tell(done, of, what);
    }

    /** Whether the answer is still waited for. */
    boolean wanted() {
        return terminal.waits();
    }

    /** No more progress: an answer or an error comes. */
    void settle() {
        progress.end();
    }

    Options options() {
        return options;
    }

    List<String> words() {
        return options.words();
    }

    String word(int index) {
        return options.words().get(index);
    }

    /** A word as an address. */
    Address address(int index) throws UsageException {
        return address(word(index));
    }

    static Address address(String text) throws UsageException {
        return Address.parse(text)
                .orElseThrow(() -> new UsageException("'" + text + "' is no mail address"
                        + (text.contains("@") ? "" : ": its domain is missing, as in kate@school.edu")));
    }

    /** Who gave the command. */
    String who() {
        return terminal.user().isBlank() ? "somebody" : terminal.user();
    }

    Terminal terminal() {
        return terminal;
    }

    /** What was asked for cannot be done; exit status 1. The sentence says why and what to do. */
    static MailException refused(String sentence) {
        return new MailException(MailException.Kind.PERMANENT, new Status(5, 3, 0), sentence);
    }

    /** A file named by the caller, from the folder he stands in. */
    Path file(int index) {
        return terminal.folder().resolve(word(index)).normalize();
    }

    /** Asks a service of the server; it is looked up now, because it may have been replaced since the last command. */
    <S, T> T ask(Class<S> service, Services.Question<S, T> question) throws MailException {
        try {
            return services.ask(service, question);
        } catch (NotRunningException e) {
            throw e;
        } catch (MailException e) {
            throw SwitchedOff.told(services, service, e);
        }
    }

    /** Asks for the settings in the caller's name: what he changes is remembered as his. */
    <T> T settings(Services.Question<Configurations, T> question) throws MailException {
        return ask(Configurations.class, configurations -> question.of(configurations.by("command", who())));
    }

    /** Changes settings in the caller's name. */
    void set(String pid, Map<String, List<String>> values) throws MailException {
        settings(configurations -> {
            configurations.set(pid, values);
            return true;
        });
    }

    /** Asks all services of a type. */
    <S, T> List<T> askAll(Class<S> service, Services.Question<S, T> question) throws MailException {
        return services.askAll(service, question);
    }

    /** Has the launcher make every bundle anew; what speaks against it, or nothing if it begins. */
    List<String> reload() throws MailException {
        return services.reload();
    }

    /** Addresses of the server's HTTP service. */
    List<String> endpoints() {
        return services.endpoints();
    }

    /** What the server was started with. */
    Optional<String> property(String name) {
        return services.property(name);
    }

    /** Prints an answer as JSON where it was asked for, otherwise as people read it. */
    void answer(Object json, Table table) throws IOException {
        settle();
        if (options.has("--json")) {
            Json.print(json, terminal.output());
        } else {
            terminal.printToned(table.text(terminal.columns(), terminal.colours()));
        }
    }

    /** This run changes nothing, though the command may. */
    void looksOnly() {
        looks = true;
    }

    /** Whether nothing was changed by it. */
    boolean looked() {
        return looks;
    }

    /** Whether somebody is to be asked before what cannot be taken back: at a terminal, unless he has said so already. */
    boolean asks() {
        return terminal.interactive() && !options.has(Option.YES.name());
    }

    /**
     * Where somebody is to be asked, it is said what goes, and how much, and asked whether that is meant.
     *
     * @throws MailException if it is not; nothing has changed then
     */
    void confirm(String what) throws MailException, IOException {
        settle();
        if (asks() && !terminal.agrees(what + ". Really? (yes/no) ")) {
            throw refused("nothing was done, for the answer was not yes; --yes leaves the question out");
        }
    }

    /** Says what was done; in JSON that it was. */
    void done(String sentence) throws IOException {
        answer(Map.of("done", sentence), sentence);
    }

    /** The same in words and as values. */
    void answer(Object json, String sentence) throws IOException {
        settle();
        if (options.has("--json")) {
            Json.print(json, terminal.output());
        } else {
            terminal.print(Harmless.line(sentence) + "\n");
        }
    }

    /**
     * A new password: from standard input with {@code --password-stdin}, otherwise asked for twice at the terminal.
     *
     * @throws UsageException without either
     * @throws NotRunningException where nobody could use it
     */
    char[] password() throws UsageException, IOException, NotRunningException {
        return password(true);
    }

    /** The same, asked for once where it is not to be kept. */
    char[] password(boolean twice) throws UsageException, IOException, NotRunningException {
        if (options.has("--password-stdin")) {
            char[] secret = terminal.secret("");
            if (secret.length == 0) {
                throw new UsageException("standard input has no password");
            }
            return secret;
        }
        if (!terminal.interactive()) {
            throw new UsageException("no password: give it on standard input with --password-stdin");
        }
        char[] first = terminal.secret("Password: ");
        char[] second = twice ? terminal.secret("The same again: ") : first.clone();
        boolean same = java.util.Arrays.equals(first, second);
        java.util.Arrays.fill(second, '\0');
        if (!same || first.length == 0) {
            throw new UsageException(first.length == 0 ? "no password given" : "the two are not the same");
        }
        return first;
    }
}
