package org.posthouse.api.log;

import org.osgi.annotation.versioning.ProviderType;

/** The log of one connection, or of another piece of a service's work: each of its lines begins with the name of that. */
@ProviderType
public interface EventLog {
    /** Tells nobody anything. */
    EventLog SILENT = new EventLog() {
        @Override
        public boolean takes(Detail detail) {
            return false;
        }

        @Override
        public void tell(Detail detail, String event) {
            // There is nobody.
        }
    };

    /** Whether such an event is written now; to be asked before words are made that cost something. Any thread. */
    boolean takes(Detail detail);

    /**
     * Writes one line, if the administrator wants this detail. What cannot be printed is shown as {@code ?}, what is too long is cut. Waits
     * for no file. Any thread.
     */
    void tell(Detail detail, String event);
}
