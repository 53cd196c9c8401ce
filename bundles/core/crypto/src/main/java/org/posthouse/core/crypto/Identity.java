package org.posthouse.core.crypto;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** A pair that was read and fits together. */
record Identity(String stamp, List<X509Certificate> chain, PrivateKey key, SSLContext context) {
    private static final int SESSIONS = 2_000;
    private static final int SESSION_SECONDS = 3_600;

    static Identity read(KeyPairFiles files) throws IOException, GeneralSecurityException {
        String stamp = files.stamp();
        List<X509Certificate> chain = Pem.chain(files.certificate());
        PrivateKey key = Pem.key(files.key());
        if (!fits(key, chain.get(0).getPublicKey())) {
            throw new GeneralSecurityException("the key does not belong to the certificate");
        }
        char[] none = {};
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, none);
        store.setKeyEntry("server", key, none, chain.toArray(X509Certificate[]::new));
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, none);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        context.getServerSessionContext().setSessionCacheSize(SESSIONS);
        context.getServerSessionContext().setSessionTimeout(SESSION_SECONDS);
        return new Identity(stamp, chain, key, context);
    }

    X509Certificate certificate() {
        return chain.get(0);
    }

    static boolean fits(PrivateKey key, PublicKey other) throws GeneralSecurityException {
        String algorithm = key.getAlgorithm();
        Signature signature = Signature.getInstance(
                algorithm.equals("EC") ? "SHA256withECDSA" : algorithm.equals("RSA") ? "SHA256withRSA" : algorithm);
        byte[] probe = {1, 2, 3};
        signature.initSign(key);
        signature.update(probe);
        byte[] signed = signature.sign();
        signature.initVerify(other);
        signature.update(probe);
        return signature.verify(signed);
    }
}
