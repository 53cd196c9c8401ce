package org.posthouse.delivery.smtp.talk;

import java.io.IOException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Optional;

/** Why there is no TLS with a host, in words for who reads the queue or a report. */
final class TlsFailure {
    private TlsFailure() {}

    static String words(IOException failure) {
        return distrust(failure)
                .map(why -> "its certificate is not trusted: " + why)
                .orElse("TLS failed: " + Session.oneLine(failure));
    }

    /** What is wrong with its certificate, if that is what failed: the deepest cause tells most. */
    private static Optional<String> distrust(IOException failure) {
        Optional<String> why = Optional.empty();
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof CertificateExpiredException) {
                return Optional.of("it has expired");
            }
            if (cause instanceof CertificateNotYetValidException) {
                return Optional.of("it is not valid yet");
            }
            if (cause instanceof CertPathBuilderException) {
                why = Optional.of("nobody whom this server trusts has signed it");
            } else if (cause instanceof CertificateException) {
                why = Optional.of(Session.oneLine(cause));
            }
        }
        return why;
    }
}
