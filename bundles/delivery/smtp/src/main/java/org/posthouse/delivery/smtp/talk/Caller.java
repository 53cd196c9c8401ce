package org.posthouse.delivery.smtp.talk;

import java.net.InetAddress;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;

/**
 * How we appear to other hosts.
 *
 * @param name what we call ourselves, RFC 5321 §4.1.1.1; without a dot it is no name for others, and our address is used
 * @param from the address to connect from; empty: the system's choice
 * @param verified TLS that wants to see a certificate it can trust
 * @param opportunistic TLS with whomever it is, RFC 7435
 */
public record Caller(
        String name, Optional<InetAddress> from, Times times, SSLContext verified, SSLContext opportunistic) {
    String name(String literal) {
        return name.indexOf('.') > 0 || name.equals("localhost") ? name : literal;
    }

    SSLSocketFactory tls(boolean verify) {
        return (verify ? verified : opportunistic).getSocketFactory();
    }
}
