package org.posthouse.bench.server;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Debian's Postfix that delivers by LMTP to Dovecot, wholly inside one folder, with the durability they are shipped with. Needs root. */
public final class PostfixDovecot implements Measured {
    private static final Duration START = Duration.ofSeconds(20);
    private static final String MAIL_USER = "nobody";
    /** The kernel counts watched folders by user, and Dovecot watches one for each who idles. */
    private static final int MAIL_USERS = 100;

    private static final int FIRST_MAIL_USER = 70_000;

    private final String format;
    private final Path folder;
    private final Doors doors;
    private final People people;
    private final Disk disk;
    private final List<Long> masters = new ArrayList<>();

    private PostfixDovecot(String format, Path folder, int people) throws IOException {
        this.format = format;
        this.folder = Files.createDirectories(folder);
        this.doors = Doors.free();
        this.people = new People(people);
        this.disk = new Disk(folder);
        try {
            configure();
            begin();
        } catch (IOException e) {
            Programs.closeAfter(e, this);
        }
    }

    /** Why this machine cannot run them. */
    public static Optional<String> obstacle() {
        List<String> missing = Stream.of("postfix", "dovecot", "doveadm")
                .filter(each -> !Programs.isInstalled(each))
                .toList();
        if (!missing.isEmpty()) {
            return Optional.of(String.join(", ", missing) + " not installed");
        }
        return System.getProperty("user.name").equals("root")
                ? Optional.empty()
                : Optional.of("only root can start them");
    }

    /**
     * Starts them.
     *
     * @param format of mailboxes, as Dovecot names it
     * @param folder not there yet; others must be able to enter the folders above it
     * @param people how many shall have mail
     */
    public static PostfixDovecot start(String format, Path folder, int people) throws IOException {
        return new PostfixDovecot(format, folder, people);
    }

    private void configure() throws IOException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        for (String each : List.of("postfix", "queue", "data", "dovecot", "run", "state", "home", "log")) {
            Files.createDirectories(folder.resolve(each));
        }
        Files.setPosixFilePermissions(folder.resolve("home"), PosixFilePermissions.fromString("rwxrwxrwx"));
        Programs.run(List.of("chown", "postfix", folder.resolve("data").toString()));
        Map<String, String> words = new TreeMap<>(Map.of(
                "folder", folder.toString(),
                "instance", folder.getFileName().toString(),
                "format", format,
                "user", MAIL_USER,
                "group", Programs.run(List.of("id", "-gn", MAIL_USER)).strip(),
                "domain", People.DOMAIN,
                "smtp", Integer.toString(doors.smtp()),
                "lmtp", Integer.toString(doors.lmtp()),
                "imap", Integer.toString(doors.imap())));
        for (String each : List.of("daemon_directory", "command_directory")) {
            words.put(each, Programs.run(List.of("postconf", "-dh", each)).strip());
        }
        write("dovecot.conf", "dovecot/dovecot.conf", words);
        write("main.cf", "postfix/main.cf", words);
        write("master.cf", "postfix/master.cf", words);
        Files.write(folder.resolve("dovecot/users"), users());
    }

    private List<String> users() throws IOException {
        String group = Programs.run(List.of("id", "-g", MAIL_USER)).strip();
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < people.count(); i++) {
            lines.add(People.name(i) + ":{PLAIN}" + People.PASSWORD + ":" + (FIRST_MAIL_USER + i % MAIL_USERS) + ":"
                    + group + "::" + folder.resolve("home").resolve(People.name(i)) + "::");
        }
        return lines;
    }

    private void write(String template, String target, Map<String, String> words) throws IOException {
        try (InputStream in = PostfixDovecot.class.getResourceAsStream(template)) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            for (Map.Entry<String, String> each : words.entrySet()) {
                text = text.replace("@" + each.getKey() + "@", each.getValue());
            }
            Files.writeString(folder.resolve(target), text);
        }
    }

    private void begin() throws IOException {
        Programs.run(
                List.of("dovecot", "-c", folder.resolve("dovecot/dovecot.conf").toString()));
        master("run/master.pid", doors.imap());
        Programs.run(List.of("postfix", "-c", folder.resolve("postfix").toString(), "start"));
        master("queue/pid/master.pid", doors.smtp());
    }

    private void master(String file, int port) throws IOException {
        Path pid = folder.resolve(file);
        Programs.await("process of " + file, START, () -> Files.exists(pid) && Files.size(pid) > 0);
        masters.add(Long.valueOf(Files.readString(pid).strip()));
        Programs.await("port " + port + " of " + name(), START, () -> answers(port));
    }

    private static boolean answers(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public String name() {
        return format;
    }

    @Override
    public Doors doors() {
        return doors;
    }

    @Override
    public People people() {
        return people;
    }

    @Override
    public Usage usage() throws IOException {
        ProcessTree processes = new ProcessTree(masters);
        return new Usage(processes.cpuSeconds(), disk.written(), disk.flushes());
    }

    @Override
    public State state() throws IOException {
        ProcessTree all = new ProcessTree(masters);
        return new State(memoryKib(), all.threads(), all.files());
    }

    @Override
    public long memoryKib() throws IOException {
        return new ProcessTree(masters).memoryKib();
    }

    @Override
    public void close() throws IOException {
        for (int i = masters.size() - 1; i >= 0; i--) {
            Programs.end(masters.get(i));
        }
        Programs.delete(folder);
    }
}
