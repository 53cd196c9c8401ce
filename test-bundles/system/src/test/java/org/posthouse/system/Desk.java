package org.posthouse.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A person's own machine: a home folder, the server's certificate in it, which is trusted, and mail programs that run there. */
final class Desk {
    /** {@code Entwürfe & 日本語/Año}, as it goes over the line, RFC 3501 §5.1.3. */
    static final String FOLDER = "Entw&APw-rfe &- &ZeVnLIqe-/A&APE-o";

    private static final String PASSWORD = "posthouse";

    private static final Pattern CERTIFICATE =
            Pattern.compile("-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----\n", Pattern.DOTALL);

    private final Server server;
    private final Path folder;
    private final String user;

    private Desk(Server server, Path folder, String user) {
        this.server = server;
        this.folder = folder;
        this.user = user;
    }

    /** Of somebody who gets an account for it. */
    static Desk of(Server server, Path folder, String user) throws Exception {
        Path people = Files.writeString(
                folder.resolve("people.csv"), "address,password,name,quota\n" + user + "," + PASSWORD + ",,\n");
        succeeded(server.posthouse("account", "import", people.toString()));
        Desk desk = new Desk(server, folder, user);
        desk.file("certificate.pem", desk.shownCertificate());
        return desk;
    }

    private String shownCertificate() throws Exception {
        Run run = Run.of(List.of("openssl", "s_client", "-connect", "127.0.0.1:" + server.port(993)), "");
        Matcher certificate = CERTIFICATE.matcher(run.out());
        if (!certificate.find()) {
            throw new IOException("no certificate is shown: " + run.out() + run.err());
        }
        return certificate.group();
    }

    String user() {
        return user;
    }

    Path folder() {
        return folder;
    }

    Path certificate() {
        return folder.resolve("certificate.pem");
    }

    /** Puts down what only its owner may read. */
    Path file(String name, String text) throws IOException {
        Path file = Files.writeString(folder.resolve(name), text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        return file;
    }

    /** Runs a program at home there, in a language with all letters. */
    Run run(List<String> command, String input) throws Exception {
        List<String> whole =
                new ArrayList<>(List.of("env", "HOME=" + folder, "FETCHMAILHOME=" + folder, "LC_ALL=C.UTF-8"));
        whole.addAll(command);
        return Run.of(whole, input);
    }

    Run run(String... command) throws Exception {
        return run(List.of(command), "");
    }

    /** The same of one that must succeed. */
    Run done(String... command) throws Exception {
        return succeeded(run(command));
    }

    /** Runs one of the Python programs that lie beside these tests. */
    Run python(String name, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                "python3",
                Distribution.tree()
                        .resolve("test-bundles/system/src/test/python")
                        .resolve(name)
                        .toString()));
        command.addAll(List.of(arguments));
        return succeeded(run(command, ""));
    }

    static Run succeeded(Run run) throws IOException {
        if (run.status() != 0) {
            throw new IOException("ended with " + run.status() + ": " + run.out() + run.err());
        }
        return run;
    }

    Imap imap() throws IOException {
        return server.imap(user);
    }
}
