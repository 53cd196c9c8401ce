package org.posthouse.spi.filter;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.osgi.annotation.versioning.ProviderType;
import org.posthouse.api.mail.Content;
import org.posthouse.api.mail.Envelope;
import org.posthouse.api.mail.Headers;
import org.posthouse.api.mail.Parts;
import org.posthouse.api.net.Client;
import org.posthouse.api.pipeline.Via;

/** One connection's mail as far as it is known at this stage. Read only. Valid until the judgement is given. */
@ProviderType
public interface Mail {
    Via via();

    Client client();

    Optional<String> helo();

    /** Without recipients and with an empty queue id before the stages that know them. */
    Envelope envelope();

    /** Empty before the message stage; edits of filters before this one are in it. */
    Headers headers();

    /** An empty text part before the message stage. */
    Parts parts();

    /** The message as received; empty before the message stage. */
    Content raw();

    /** This filter's own note on this mail; gone with the mail, or with this version of the filter. */
    <S> S own(Class<S> type, Supplier<S> first);

    /** What filters before have found: spf=pass, dkim.domain=example.com … */
    Map<String, String> findings();

    /** Time left for the judgement, by a monotonic clock. */
    Duration timeLeft();
}
