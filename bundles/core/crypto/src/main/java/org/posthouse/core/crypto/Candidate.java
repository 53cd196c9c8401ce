package org.posthouse.core.crypto;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;

/** A certificate that is to be put to use, and what could be wrong with it. */
final class Candidate {
    private Candidate() {}

    /** Fails, with a sentence for the administrator, if it is not fit to be served now: RFC 5280 §6.1, but for whom others trust. */
    static void check(Path certificate, Path key, Instant now) throws IOException, GeneralSecurityException {
        List<X509Certificate> chain = Pem.chain(certificate);
        X509Certificate own = chain.get(0);
        if (!Identity.fits(Pem.key(key), own.getPublicKey())) {
            throw new GeneralSecurityException("the key does not belong to the certificate");
        }
        for (X509Certificate each : chain) {
            String name = each.getSubjectX500Principal().getName();
            if (now.isAfter(each.getNotAfter().toInstant())) {
                throw new GeneralSecurityException("the certificate of " + name + " has expired, at "
                        + each.getNotAfter().toInstant());
            }
            if (now.isBefore(each.getNotBefore().toInstant())) {
                throw new GeneralSecurityException("the certificate of " + name + " is not valid before "
                        + each.getNotBefore().toInstant());
            }
        }
        for (int i = 0; i + 1 < chain.size(); i++) {
            if (!vouches(chain.get(i + 1).getPublicKey(), chain.get(i))) {
                throw new GeneralSecurityException("the chain is broken: the certificate of "
                        + chain.get(i).getSubjectX500Principal().getName()
                        + " is not followed by that of who vouches for it");
            }
        }
    }

    private static boolean vouches(PublicKey issuer, X509Certificate certificate) {
        try {
            certificate.verify(issuer);
            return true;
        } catch (GeneralSecurityException e) {
            // Signed by another one.
            return false;
        }
    }
}
