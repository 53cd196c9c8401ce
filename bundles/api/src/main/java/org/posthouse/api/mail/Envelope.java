package org.posthouse.api.mail;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** Who sent it, who gets it, and what the sender asked for (RFC 5321, 3461, 6531). A value: it never changes. */
@ProviderType
public interface Envelope {
    /** Names this mail from MAIL to its last delivery; letters and digits. */
    String queueId();

    /** Empty is the null reverse-path of a bounce. */
    Optional<Address> reversePath();

    List<Recipient> recipients();

    /** The account that logged in to send it. */
    Optional<AccountId> submitter();

    /** MAIL parameters (SIZE, BODY, RET, ENVID …), keywords in upper case. */
    Map<String, String> parameters();

    default boolean smtpUtf8() {
        return parameters().containsKey("SMTPUTF8");
    }

    /** The same but for these recipients. */
    default Envelope withRecipients(List<Recipient> recipients) {
        Builder copy = builder(queueId());
        reversePath().ifPresent(copy::reversePath);
        submitter().ifPresent(copy::submitter);
        parameters().forEach(copy::parameter);
        return copy.recipients(recipients).build();
    }

    static Builder builder(String queueId) {
        return new Builder(queueId);
    }

    /** Makes envelopes; a new reverse-path is null until set. */
    final class Builder {
        private final String queueId;
        private Optional<Address> reversePath = Optional.empty();
        private Optional<AccountId> submitter = Optional.empty();
        private final List<Recipient> recipients = new ArrayList<>();
        private final Map<String, String> parameters = new LinkedHashMap<>();

        private Builder(String queueId) {
            this.queueId = queueId;
        }

        public Builder reversePath(Address address) {
            reversePath = Optional.of(address);
            return this;
        }

        public Builder submitter(AccountId account) {
            submitter = Optional.of(account);
            return this;
        }

        public Builder recipient(Recipient recipient) {
            recipients.add(recipient);
            return this;
        }

        public Builder recipients(List<Recipient> more) {
            recipients.addAll(more);
            return this;
        }

        public Builder parameter(String keyword, String value) {
            parameters.put(keyword, value);
            return this;
        }

        public Envelope build() {
            return new EnvelopeValue(queueId, reversePath, List.copyOf(recipients), submitter, Map.copyOf(parameters));
        }
    }
}
