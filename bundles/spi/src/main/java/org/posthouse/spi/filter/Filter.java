package org.posthouse.spi.filter;

import java.util.Optional;
import org.osgi.annotation.versioning.ConsumerType;
import org.posthouse.api.mail.Recipient;

/**
 * Judges mail at the stages it overrides. One instance serves all mail, on many threads at once; what it keeps per mail it keeps in
 * {@link Mail#own}. It judges and never acts, so that it can also judge beside others and again. What it throws is taken as a failure
 * of the filter, not of the mail.
 */
@ConsumerType
public interface Filter {
    /** Service property: names of findings it needs, so it judges after those who say (by {@link #FINDS}) that they make them. */
    String AFTER = "posthouse.after";

    /** Service property: names of findings it makes. */
    String FINDS = "posthouse.finds";

    /**
     * Service property: what happens to mail while it is away: pass (default), defer (it is put off), or hold (it is accepted and waits
     * in the queue for an administrator). An administrator may have it otherwise.
     */
    String ON_ABSENCE = "posthouse.onAbsence";

    /** Service property: the same for mail that it was to judge and could not, for it failed or its breaker is open; as {@link #ON_ABSENCE} if absent. */
    String ON_FAILURE = "posthouse.onFailure";

    /** Service property: the stages it judges, by method name; all of them if absent. */
    String STAGES = "posthouse.stages";

    default Judgement connect(Mail mail) throws Exception {
        return Judgement.none();
    }

    default Judgement helo(Mail mail) throws Exception {
        return Judgement.none();
    }

    default Judgement reversePath(Mail mail) throws Exception {
        return Judgement.none();
    }

    /** Judges one recipient; those accepted before are in the envelope. */
    default Judgement recipient(Mail mail, Recipient recipient) throws Exception {
        return Judgement.none();
    }

    default Judgement message(Mail mail) throws Exception {
        return Judgement.none();
    }

    /** How it ended, told once for each mail that it judged; after the client was answered. */
    default void concluded(Mail mail, Conclusion conclusion) {}

    /** What became of a mail: accepted into the queue, or refused with this reply code. */
    record Conclusion(boolean accepted, Optional<String> queueId, int replyCode) {}
}
