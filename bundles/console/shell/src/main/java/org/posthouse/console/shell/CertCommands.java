package org.posthouse.console.shell;

import static org.posthouse.console.shell.DomainCommands.fields;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.posthouse.api.crypto.Certificates;
import org.posthouse.api.mail.MailException;
import org.posthouse.console.shell.Command.Trait;

/** {@code posthouse cert …}: what TLS is served with. */
final class CertCommands {
    private static final Option NAME =
            Option.of("--name", "HOST,…", "the names it is to be for (default: the server's own)");
    private static final Option FOLLOW =
            Option.flag("--follow", "take both files over again whenever they are renewed, as long as they fit");

    private CertCommands() {}

    static List<Command> all() {
        return List.of(
                Command.of(
                                "cert show",
                                "",
                                "show the certificate in use and until when it is valid",
                                CertCommands::show)
                        .with(Trait.LOOKS),
                Command.of(
                        "cert request",
                        "FILE.csr",
                        "write a request for a certificate, for the key in use",
                        List.of(NAME),
                        CertCommands::request),
                Command.of(
                        "cert install",
                        "CERT.pem [KEY.pem]",
                        "put a certificate to use for the next connections; without a key, one that was requested here",
                        List.of(FOLLOW),
                        CertCommands::install));
    }

    private static int show(Call call) throws MailException, IOException {
        List<Certificate> chain = call.ask(Certificates.class, Certificates::chain).stream()
                .map(Certificate::new)
                .toList();
        List<Path> followed = call.ask(Certificates.class, Certificates::followed);
        Certificate own = chain.get(0);
        Instant now = Instant.now();
        Table table = new Table("", "")
                .row("Subject", own.x509().getSubjectX500Principal().getName())
                .row("For", DomainCommands.join(own.names()))
                .row(
                        "Issuer",
                        own.selfSigned()
                                ? "itself"
                                : own.x509().getIssuerX500Principal().getName())
                .row("Valid from", Words.moment(own.x509().getNotBefore().toInstant()))
                .row("Valid until", Words.moment(own.until()) + ", " + own.days(now) + " days")
                .row("Chain", Words.count(chain.size(), "certificate"))
                .row("Key", own.x509().getPublicKey().getAlgorithm())
                .row("SHA-256", own.fingerprint())
                .row("TLSA", "3 1 1 " + own.keyDigest())
                .row("Followed", followed.isEmpty() ? "no" : DomainCommands.join(followed));
        call.answer(json(chain, followed, now), table);
        return Commands.DONE;
    }

    private static Map<String, Object> json(List<Certificate> chain, List<Path> followed, Instant now) {
        Certificate own = chain.get(0);
        return fields(
                "subject", own.x509().getSubjectX500Principal().getName(),
                "names", own.names(),
                "issuer", own.x509().getIssuerX500Principal().getName(),
                "selfSigned", own.selfSigned(),
                "validFrom", Words.iso(own.x509().getNotBefore().toInstant()),
                "validUntil", Words.iso(own.until()),
                "daysLeft", own.days(now),
                "key", own.x509().getPublicKey().getAlgorithm(),
                "sha256", own.fingerprint(),
                "tlsa", "3 1 1 " + own.keyDigest(),
                "chain",
                        chain.stream()
                                .map(each ->
                                        each.x509().getSubjectX500Principal().getName())
                                .toList(),
                "followed", followed);
    }

    private static int request(Call call) throws MailException, UsageException, IOException {
        Path file = call.file(0);
        List<String> names = new ArrayList<>();
        Optional<String> given = call.options().value(NAME.name());
        if (given.isEmpty()) {
            names.add(HostName.of(call));
        } else {
            for (String name : given.get().toLowerCase(Locale.ROOT).split(",")) {
                if (!HostName.isFull(name.strip())) {
                    throw new UsageException("'" + name + "' is no full name of a host, such as mail.school.edu");
                }
                names.add(name.strip());
            }
        }
        if (Files.exists(file)) {
            throw Call.refused(file + " is there already; name another file");
        }
        String request = call.ask(Certificates.class, certificates -> certificates.request(names));
        try {
            Files.writeString(file, request, StandardOpenOption.CREATE_NEW);
        } catch (FileAlreadyExistsException e) {
            throw Call.refused(file + " is there already; name another file");
        } catch (IOException e) {
            throw Call.refused("the server cannot write " + file + ": "
                    + (e instanceof NoSuchFileException
                            ? "there is no such folder"
                            : e instanceof AccessDeniedException
                                    ? "its user may not"
                                    : e.getClass().getSimpleName()));
        }
        call.answer(
                fields("file", file, "names", names),
                file + " asks for a certificate for " + DomainCommands.join(names)
                        + "; install the answer with 'posthouse cert install CERT.pem'");
        return Commands.DONE;
    }

    private static int install(Call call) throws MailException, IOException {
        Path file = call.file(0);
        Optional<Path> key = call.words().size() > 1 ? Optional.of(call.file(1)) : Optional.empty();
        boolean follow = call.options().has(FOLLOW.name());
        call.ask(Certificates.class, certificates -> {
            certificates.install(file, key, follow);
            return true;
        });
        List<Certificate> chain = call.ask(Certificates.class, Certificates::chain).stream()
                .map(Certificate::new)
                .toList();
        Certificate own = chain.get(0);
        Instant now = Instant.now();
        List<Path> followed = call.ask(Certificates.class, Certificates::followed);
        List<String> doubts = doubts(own, chain.size(), HostName.of(call), now);
        Map<String, Object> json = json(chain, followed, now);
        json.put("warnings", doubts);
        call.answer(
                json,
                "the certificate for " + DomainCommands.join(own.names()) + " is served from now on, until "
                        + Words.moment(own.until()) + (follow ? "; it is followed" : ""));
        for (String doubt : doubts) {
            call.terminal().error("posthouse: " + doubt + "\n");
        }
        return Commands.DONE;
    }

    /** What clients may stumble over. */
    static List<String> doubts(Certificate own, int chain, String host, Instant now) {
        List<String> doubts = new ArrayList<>();
        if (!own.isFor(host)) {
            doubts.add("the certificate is not for " + host + ", the name this server greets with");
        }
        if (own.selfSigned()) {
            doubts.add("the certificate vouches for itself: clients will warn their users");
        } else if (chain == 1) {
            doubts.add("the certificate comes alone: clients may lack those of its issuer; install the full chain");
        }
        if (own.days(now) < 14) {
            doubts.add("the certificate is valid for " + own.days(now) + " more days only");
        }
        return doubts;
    }
}
