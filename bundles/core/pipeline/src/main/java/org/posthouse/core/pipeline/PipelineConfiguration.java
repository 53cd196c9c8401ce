package org.posthouse.core.pipeline;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Settings of the pipeline. */
@ObjectClassDefinition(
        id = "org.posthouse.core.pipeline",
        name = "Pipeline",
        description = "What a mail goes through before it is accepted: limits, filters, policy.")
public @interface PipelineConfiguration {
    @AttributeDefinition(
            name = "Host name",
            description = "This server's name in Received fields. Empty: the machine's own name.")
    String hostName() default "";

    @AttributeDefinition(
            name = "Reject at",
            description = "A mail with so many points or more is refused. 0: never for its points.",
            min = "0",
            max = "1000000")
    double rejectAt() default 15;

    @AttributeDefinition(
            name = "Filter deadline, seconds",
            description = "A filter that judges longer is interrupted, and counts as absent for this mail.",
            min = "1",
            max = "600")
    int filterDeadlineSeconds() default 30;

    @AttributeDefinition(
            name = "Grace for absent filters, milliseconds",
            description = "How long a mail waits for a filter that is away, as while it is replaced.",
            min = "0",
            max = "60000")
    int absenceGraceMillis() default 2000;

    @AttributeDefinition(
            name = "Filter threads",
            description =
                    "How many judgements of one filter run at a time, if it asks for that many by posthouse.places;"
                            + " four if it does not. Further ones wait while others are done. A filter that hangs keeps as many"
                            + " threads at most.",
            min = "1",
            max = "1000")
    int filterThreads() default 16;

    @AttributeDefinition(
            name = "Slow judgement, milliseconds",
            description = "A judgement that takes longer counts as a failure of the filter, even if it comes in time.",
            min = "10",
            max = "600000")
    int filterSlowMillis() default 10_000;

    @AttributeDefinition(
            name = "Failures",
            description = "After so many failures of a filter in a row, or twice as many among the last four times as"
                    + " many judgements, its breaker opens: it is not asked for a while.",
            min = "1",
            max = "16")
    int breakerFailures() default 5;

    @AttributeDefinition(
            name = "Wait of the breaker, seconds",
            description = "So long a filter whose breaker has opened is not asked; then one judgement tries whether all"
                    + " is well again. If not, the wait is doubled.",
            min = "1",
            max = "3600")
    int breakerWaitSeconds() default 10;

    @AttributeDefinition(
            name = "Longest wait of the breaker, seconds",
            description = "The wait is never longer than this.",
            min = "1",
            max = "86400")
    int breakerLongestWaitSeconds() default 300;

    @AttributeDefinition(
            required = false,
            name = "Order of filters",
            description = "Plug-ins that judge first, in this order; those that are not named follow as they rank"
                    + " themselves. NAME is a plug-in's, or its end after a dot. Who needs what another finds comes after that one"
                    + " all the same.")
    String[] filterOrder() default {};

    @AttributeDefinition(
            required = false,
            name = "When away",
            description =
                    "What happens to mail while a filter is away: NAME=pass, NAME=defer (it is put off), or NAME=hold"
                            + " (it is accepted and held in the queue). NAME is a plug-in's, or its end after a dot, as"
                            + " naughty.filter. Filters that are not named say it themselves.")
    String[] whenAway() default {};

    @AttributeDefinition(
            required = false,
            name = "When failing",
            description =
                    "The same for mail that a filter failed to judge, or was not asked about because its breaker is"
                            + " open. Filters that are not named: as when away.")
    String[] whenFailing() default {};

    @AttributeDefinition(
            name = "Recipients",
            description = "How many recipients one mail may have; RFC 5321 wants 100 at least.",
            min = "100",
            max = "100000")
    int maxRecipients() default 1000;

    @AttributeDefinition(
            name = "Hops",
            description = "A mail with so many Received fields is in a loop and refused.",
            min = "10",
            max = "1000")
    int maxHops() default 100;

    @AttributeDefinition(
            name = "Header octets",
            description = "A mail with a longer header section is refused.",
            min = "65536",
            max = "16777216")
    int maxHeaderOctets() default 1024 * 1024;

    @AttributeDefinition(
            name = "Header fields",
            description = "A mail with more header fields is refused.",
            min = "100",
            max = "1000000")
    int maxHeaderFields() default 10_000;

    @AttributeDefinition(
            name = "Transactions",
            description = "How many mails may be on their way in at a time.",
            min = "10",
            max = "1000000")
    int maxTransactions() default 20_000;

    @AttributeDefinition(
            name = "Own reverse-path only",
            description = "Who has logged in may send only under an address of his own, or an alias that leads to him.")
    boolean ownReversePath() default true;

    @AttributeDefinition(
            name = "Own From only",
            description = "The same for the addresses in From, Sender, Resent-From and Resent-Sender.")
    boolean ownFrom() default true;
}
