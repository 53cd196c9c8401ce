package org.posthouse.core.queue.spool;

import java.util.LinkedHashMap;
import java.util.Map;
import org.posthouse.api.mail.Address;

/** One string for each domain, so that many mails to one place share it; the latest of them. Safe for all threads. */
final class Domains {
    private static final int MOST = 4096;

    private final Map<String, String> names = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
            return size() > MOST;
        }
    };

    /** The same string for equal ones. */
    synchronized String shared(String domain) {
        return names.computeIfAbsent(domain, same -> same);
    }

    Address shared(Address address) {
        return new Address(address.localPart(), shared(address.domain()));
    }
}
