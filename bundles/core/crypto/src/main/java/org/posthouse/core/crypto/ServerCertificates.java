package org.posthouse.core.crypto;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The pair in {@code data/tls}: made in the background at the first start, read anew when the files have changed. */
@Component(name = "org.posthouse.core.crypto", immediate = true)
@Designate(ocd = CryptoConfiguration.class)
public final class ServerCertificates implements Certificates {
    private static final Logger LOG = LoggerFactory.getLogger(ServerCertificates.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final KeyPairFiles files;
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
                configuration.hostName(),
                Clock.systemUTC());
    }

    ServerCertificates(Path folder, String host, Clock clock) {
        this.files = new KeyPairFiles(folder);
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

    /** Makes the pair if there is none, and has it read before the first client comes. */
    private void prepare(String host) {
        try {
            if (!files.exist()) {
                String name = host.isBlank() ? machine() : host.trim();
                SelfSigned pair = SelfSigned.make(name, clock.instant());
                files.write(pair.certificate(), pair.key());
                LOG.info("Made a self-signed certificate for {}", name);
            }
            read();
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
            LOG.error("There is no certificate, so there is no TLS", e);
        }
    }

    private Identity current() throws MailException {
        try {
            made.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            return read();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw MailException.notNow("TLS is not available", e);
        } catch (ExecutionException | TimeoutException | IOException | GeneralSecurityException e) {
            throw MailException.notNow("TLS is not available", e);
        }
    }

    /** A pair that cannot be read, perhaps because only half of it was replaced, changes nothing. */
    private synchronized Identity read() throws IOException, GeneralSecurityException {
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

    /** Read from the kernel where that is possible: asking the resolver could take seconds. */
    private static String machine() {
        try {
            String name = Files.readString(Path.of("/proc/sys/kernel/hostname")).trim();
            return name.isEmpty() || name.equals("(none)") ? "localhost" : name;
        } catch (IOException e) {
            return Optional.ofNullable(System.getenv("HOSTNAME")).orElse("localhost");
        }
    }
}
