package org.posthouse.core.crypto;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.metatype.annotations.Designate;
import org.posthouse.api.crypto.Certificates;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.mail.Status;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The pair in {@code data/tls}: made in the background at the first start, read anew when the files have changed. */
@Component(name = "org.posthouse.core.crypto", immediate = true)
@Designate(ocd = CryptoConfiguration.class)
public final class ServerCertificates implements Certificates {
    private static final Logger LOG = LoggerFactory.getLogger(ServerCertificates.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final KeyPairFiles files;
    private final Followed followed;
    private final Clock clock;
    private final CompletableFuture<Void> made;
    private Optional<Identity> identity = Optional.empty();
    private String tried = "";

    @Activate
    public ServerCertificates(BundleContext framework, CryptoConfiguration configuration) {
        this(
                Path.of(
                        Optional.ofNullable(framework.getProperty("posthouse.home"))
                                .orElse("."),
                        "data",
                        "tls"),
                configuration.hostName().isBlank()
                        ? Optional.ofNullable(framework.getProperty("posthouse.host"))
                                .orElse("localhost")
                        : configuration.hostName().strip(),
                Clock.systemUTC());
    }

    ServerCertificates(Path folder, String host, Clock clock) {
        this.files = new KeyPairFiles(folder);
        this.followed = new Followed(folder.resolve("followed"));
        this.clock = clock;
        ExecutorService background = Executors.newSingleThreadExecutor(task -> {
            Thread thread = new Thread(task, "posthouse-crypto-1");
            thread.setDaemon(true);
            return thread;
        });
        this.made = CompletableFuture.runAsync(() -> prepare(host), background);
        background.shutdown();
    }

    /** Nobody writes to the folder after this. */
    @Deactivate
    void stop() {
        try {
            made.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("The certificate was not made: {}", e.toString());
        }
    }

    @Override
    public SSLContext server() throws MailException {
        return current().context();
    }

    @Override
    public X509Certificate certificate() throws MailException {
        return current().certificate();
    }

    @Override
    public List<X509Certificate> chain() throws MailException {
        return current().chain();
    }

    @Override
    public String request(List<String> names) throws MailException {
        Identity now = current();
        try {
            return SigningRequest.of(names, now.certificate().getPublicKey(), now.key());
        } catch (IOException | GeneralSecurityException e) {
            throw refused("a request cannot be made: " + e.getMessage(), e);
        }
    }

    /** Waits for the first pair: who looks for a broken-off installation must not meet one that is under way. */
    @Override
    public void install(Path certificate, Optional<Path> key, boolean follow) throws MailException {
        awaitFirst();
        replace(certificate, key, follow);
    }

    private synchronized void replace(Path certificate, Optional<Path> key, boolean follow) throws MailException {
        Path chosen = key.orElse(files.key());
        try {
            Candidate.check(certificate, chosen, clock.instant());
            take(certificate, chosen);
            followed.set(follow ? List.of(certificate, chosen) : List.of());
            LOG.info("{} is installed{}", certificate, follow ? " and followed" : "");
        } catch (IOException e) {
            throw refused(reason(e), e);
        } catch (GeneralSecurityException e) {
            throw refused(e.getMessage(), e);
        }
    }

    @Override
    public List<Path> followed() {
        return followed.paths();
    }

    private void take(Path certificate, Path key) throws IOException {
        files.write(Files.readString(certificate), Files.readString(key));
    }

    /** What is followed and has changed is taken over if it fits; once tried, it is not tried again until it changes. */
    private void follow() {
        List<Path> sources = followed.changed();
        if (sources.isEmpty()) {
            return;
        }
        try {
            Candidate.check(sources.get(0), sources.get(1), clock.instant());
            take(sources.get(0), sources.get(1));
        } catch (IOException e) {
            LOG.warn("The certificate that is followed is left aside: {}", reason(e));
        } catch (GeneralSecurityException e) {
            LOG.warn("The certificate in {} is left aside: {}", sources.get(0), e.getMessage());
        }
    }

    private static String reason(IOException e) {
        return e instanceof NoSuchFileException
                ? "there is no file " + e.getMessage()
                : e instanceof AccessDeniedException
                        ? "the server's user may not read " + e.getMessage()
                        : "it cannot be read: " + e.getMessage();
    }

    private static MailException refused(String why, Exception cause) {
        return new MailException(MailException.Kind.PERMANENT, new Status(5, 3, 0), why, cause);
    }

    /** Makes the pair if there is none, and has it read before the first client comes. */
    private void prepare(String host) {
        try {
            if (!files.exist()) {
                SelfSigned pair = SelfSigned.make(host, clock.instant());
                files.write(pair.certificate(), pair.key());
                LOG.info("Made a self-signed certificate for {}", host);
            }
            readOrRestore();
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
            LOG.error("There is no certificate, so there is no TLS", e);
        }
    }

    /** A power cut in the midst of an installation leaves the new key beside the old certificate. */
    private void readOrRestore() throws IOException, GeneralSecurityException {
        try {
            read();
        } catch (GeneralSecurityException e) {
            if (!files.takeKeyBack()) {
                throw e;
            }
            LOG.warn("The installation of a certificate was broken off: the former key is in use");
            read();
        }
    }

    private Identity current() throws MailException {
        awaitFirst();
        try {
            return read();
        } catch (IOException | GeneralSecurityException e) {
            throw MailException.notNow("TLS is not available", e);
        }
    }

    private void awaitFirst() throws MailException {
        try {
            made.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw MailException.notNow("TLS is not available", e);
        } catch (ExecutionException | TimeoutException e) {
            throw MailException.notNow("TLS is not available", e);
        }
    }

    /** A pair that cannot be read, perhaps because only half of it was replaced, changes nothing. */
    private synchronized Identity read() throws IOException, GeneralSecurityException {
        follow();
        if (identity.isEmpty()) {
            identity = Optional.of(Identity.read(files));
        } else if (changed()) {
            try {
                identity = Optional.of(Identity.read(files));
                LOG.info("A new certificate is served");
            } catch (IOException | GeneralSecurityException e) {
                LOG.warn("The certificate in {} is left aside: {}", files.certificate(), e.getMessage());
            }
        }
        return identity.orElseThrow();
    }

    /** Whether there is another pair than the one in use, and than the one that was tried last. */
    private boolean changed() {
        String found;
        try {
            found = files.stamp();
        } catch (IOException e) {
            return false;
        }
        boolean fresh = !found.equals(identity.orElseThrow().stamp()) && !found.equals(tried);
        tried = found;
        return fresh;
    }
}
