package org.posthouse.api.mail;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The envelope that builders make. */
record EnvelopeValue(
        String queueId,
        Optional<Address> reversePath,
        List<Recipient> recipients,
        Optional<AccountId> submitter,
        Map<String, String> parameters)
        implements Envelope {}
