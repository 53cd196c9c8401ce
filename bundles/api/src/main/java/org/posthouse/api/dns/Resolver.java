package org.posthouse.api.dns;

import java.net.InetAddress;
import java.time.Duration;
import org.osgi.annotation.versioning.ProviderType;

/**
 * DNS with everything a mail server decides by. Answers are kept as long as their TTL allows. Calls block, for {@code patience} at most;
 * they throw nothing: what cannot be known is FAILED. Names are given without the final dot, U-labels or A-labels; names in answers are
 * A-labels in lower case without the final dot.
 */
@ProviderType
public interface Resolver {
    /** RFC 5321 §5.1; as DNS has them, unsorted. A null MX (RFC 7505) is the one value whose {@link Mx#none} holds. */
    Answer<Mx> mx(String domain, Duration patience);

    /** A and AAAA. FOUND if one of the two has been found; FAILED if none was and one failed. An address literal is its own answer. */
    Answer<InetAddress> addresses(String host, Duration patience);

    /** TXT records, each with its strings joined, as RFC 7208 §3.3 and RFC 6376 §3.6.2.2 want them; octets as ISO 8859-1. */
    Answer<String> txt(String name, Duration patience);

    /** Names of an address, in-addr.arpa and ip6.arpa. */
    Answer<String> ptr(InetAddress address, Duration patience);

    /** RFC 6698 for {@code _port._tcp.host}; use them only if the answer is secure, RFC 7672 §2.2. */
    Answer<Tlsa> tlsa(String host, int port, Duration patience);

    /** A mail exchanger; the lowest preference comes first. */
    record Mx(int preference, String host) {
        /** RFC 7505: this domain takes no mail. */
        public boolean none() {
            return host.isEmpty();
        }
    }

    /** RFC 6698 §2.1. */
    record Tlsa(int usage, int selector, int matchingType, byte[] data) {
        public Tlsa {
            data = data.clone();
        }

        @Override
        public byte[] data() {
            return data.clone();
        }
    }
}
