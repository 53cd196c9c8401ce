package org.posthouse.spi.filter;

import java.util.ArrayList;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;
import org.posthouse.api.mail.Address;
import org.posthouse.api.mail.Content;

/**
 * A filter's opinion: opinions in the order they were given. Policy, not the filter, makes actions of them, and core makes the replies.
 * Made by {@link #builder}.
 */
@ProviderType
public interface Judgement {
    List<Opinion> opinions();

    /** Nothing to say. */
    static Judgement none() {
        return Judgements.NONE;
    }

    static Builder builder() {
        return new Builder();
    }

    /** Collects opinions. Texts are cut to what a reply or header may hold. */
    final class Builder {
        private final List<Opinion> opinions = new ArrayList<>();

        private Builder() {}

        /** So many points of badness (or of goodness, when negative) under a name. */
        public Builder points(String symbol, double points, String why) {
            return add(new Opinion.Points(symbol, points, why));
        }

        /** This client, or at the recipient stage this recipient, may relay. Only explicit permits do. */
        public Builder permitRelay(String why) {
            return add(new Opinion.PermitRelay(why));
        }

        public Builder reject(String why) {
            return add(new Opinion.Reject(why));
        }

        public Builder defer(String why) {
            return add(new Opinion.Defer(why));
        }

        /** Accept, but deliver only when an administrator releases it. */
        public Builder hold(String why) {
            return add(new Opinion.Hold(why));
        }

        /** Accept and drop. */
        public Builder discard(String why) {
            return add(new Opinion.Discard(why));
        }

        /** A fact for filters after this one, for the trace and for policy. */
        public Builder finding(String name, String value) {
            return add(new Opinion.Finding(name, value));
        }

        /** On top of the message. Message stage only, as all edits. */
        public Builder addHeader(String name, String value) {
            return add(new Opinion.AddHeader(name, value));
        }

        /** The {@code index}th field of this name from the top, from 0. */
        public Builder changeHeader(String name, int index, String value) {
            return add(new Opinion.ChangeHeader(name, index, value));
        }

        public Builder removeHeader(String name, int index) {
            return add(new Opinion.RemoveHeader(name, index));
        }

        /** Another body; core closes the content. */
        public Builder replaceBody(Content body) {
            return add(new Opinion.ReplaceBody(body));
        }

        public Builder addRecipient(Address address) {
            return add(new Opinion.AddRecipient(address));
        }

        public Builder removeRecipient(Address address) {
            return add(new Opinion.RemoveRecipient(address));
        }

        public Judgement done() {
            return opinions.isEmpty() ? none() : new Judgements(List.copyOf(opinions));
        }

        private Builder add(Opinion opinion) {
            opinions.add(opinion);
            return this;
        }
    }
}
