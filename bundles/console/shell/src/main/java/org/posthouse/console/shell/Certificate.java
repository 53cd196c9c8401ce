package org.posthouse.console.shell;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/** A certificate as administrators look at it. */
record Certificate(X509Certificate x509) {
    /** DNS names and addresses it is for, RFC 5280 §4.2.1.6. */
    private static final int DNS = 2;

    private static final int ADDRESS = 7;

    List<String> names() {
        List<String> names = new ArrayList<>();
        try {
            Collection<List<?>> all = x509.getSubjectAlternativeNames();
            if (all != null) {
                for (List<?> each : all) {
                    if (each.get(0).equals(DNS) || each.get(0).equals(ADDRESS)) {
                        names.add(each.get(1).toString().toLowerCase(Locale.ROOT));
                    }
                }
            }
        } catch (CertificateParsingException e) {
            // It is for nobody then.
            return List.of();
        }
        return names;
    }

    /** RFC 6125 §6.4: a star stands for one label. */
    boolean isFor(String host) {
        String parent = host.indexOf('.') < 0 ? host : "*" + host.substring(host.indexOf('.'));
        return names().contains(host) || names().contains(parent);
    }

    boolean selfSigned() {
        return x509.getIssuerX500Principal().equals(x509.getSubjectX500Principal());
    }

    Instant until() {
        return x509.getNotAfter().toInstant();
    }

    long days(Instant now) {
        return Duration.between(now, until()).toDays();
    }

    /** SHA-256 of all of it. */
    String fingerprint() {
        try {
            return sha256(x509.getEncoded());
        } catch (java.security.cert.CertificateEncodingException e) {
            return "";
        }
    }

    /** What a TLSA record {@code 3 1 1} says of its key, RFC 7671 §5.1. */
    String keyDigest() {
        return sha256(x509.getPublicKey().getEncoded());
    }

    private static String sha256(byte[] octets) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(octets));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
