package org.posthouse.core.accounts;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Settings of accounts and logging in. */
@ObjectClassDefinition(
        id = "org.posthouse.core.accounts",
        name = "Accounts",
        description = "Logging in, and how long answers of directories are remembered.")
public @interface AccountsConfiguration {
    @AttributeDefinition(
            name = "Default domain",
            description = "Completes login names without a domain: kate becomes kate@this. Empty: they are refused;"
                    + " in a demo they are of school.edu.")
    String defaultDomain() default "";

    @AttributeDefinition(
            name = "Hashers",
            description =
                    "How many passwords are checked at the same time. Each check takes 19 MiB and some 100 ms of a processor.",
            min = "1",
            max = "64")
    int hashers() default 2;

    @AttributeDefinition(
            name = "Waiting logins",
            description =
                    "How many logins may wait for a hasher before further ones are put off. A change acts at the next start.",
            min = "1",
            max = "10000")
    int waitingLogins() default 64;

    @AttributeDefinition(
            name = "Remembered logins, seconds",
            description = "How long a password that was right is not hashed again. 0: it is hashed each time.",
            min = "0",
            max = "86400")
    int rememberedLoginSeconds() default 300;

    @AttributeDefinition(
            name = "Remembered answers, seconds",
            description =
                    "How long answers of directories serve without asking again. Changes made here are seen at once.",
            min = "0",
            max = "86400")
    int rememberedAnswerSeconds() default 60;

    @AttributeDefinition(
            name = "Remembered while away, seconds",
            description = "While a directory does not answer, what it said so long ago still counts, for mail and for"
                    + " logins. 0: both are put off.",
            min = "0",
            max = "86400")
    int rememberedWhileAwaySeconds() default 900;

    @AttributeDefinition(
            name = "Directory deadline, seconds",
            description =
                    "Mail and logins wait so long for an answer of a directory. One that takes half of that often is"
                            + " not asked for a while.",
            min = "1",
            max = "120")
    int directoryDeadlineSeconds() default 10;

    @AttributeDefinition(
            name = "Directory threads",
            description = "How many questions of mail and logins one directory answers at a time, if it asks for that"
                    + " many by posthouse.places; four if it does not.",
            min = "1",
            max = "1000")
    int directoryThreads() default 16;

    @AttributeDefinition(
            name = "Shortest password",
            description = "Passwords of fewer characters are refused when they are set.",
            min = "1",
            max = "128")
    int shortestPassword() default 8;

    @AttributeDefinition(
            name = "Failed logins",
            description = "After so many failed logins from one address, or for one name, further ones there must wait,"
                    + " each twice as long as the one before. Who logs in from where he did before is not held up by"
                    + " others. 0: nobody waits.",
            min = "0",
            max = "1000")
    int failedLogins() default 10;

    @AttributeDefinition(
            name = "Longest wait, seconds",
            description = "How long logins wait at most after failed ones. Failures are forgotten after twice this time"
                    + " without another.",
            min = "1",
            max = "86400")
    int longestLoginWaitSeconds() default 900;
}
