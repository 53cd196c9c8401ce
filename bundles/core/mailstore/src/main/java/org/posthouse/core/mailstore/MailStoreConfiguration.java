package org.posthouse.core.mailstore;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/** Settings of everybody's mailboxes. */
@ObjectClassDefinition(
        id = "org.posthouse.core.mailstore",
        name = "Mailboxes",
        description = "Which mailboxes an account has from the beginning, and what mailboxes are for.")
public @interface MailStoreConfiguration {
    @AttributeDefinition(
            name = "Store of a new home",
            description =
                    "Which plug-in keeps the mail of a home that has none yet: its symbolic name, or the last part of it, as in log"
                            + " or jdbc. Empty: log. A home that has mail keeps it where it is, as 'posthouse status' tells.")
    String store() default "";

    @AttributeDefinition(
            name = "Full mailbox",
            description =
                    "What is said to mail for an account that has used up its quota, also while it waits for other mail",
            options = {
                @Option(label = "Try again later (452 4.2.2)", value = "defer"),
                @Option(label = "Return it to its sender (552 5.2.2)", value = "reject")
            })
    String fullMailbox() default "defer";

    @AttributeDefinition(
            name = "First mailboxes",
            description = "Mailboxes that are made with INBOX, and subscribed to, when an account is first used.")
    String[] firstMailboxes() default {"Drafts", "Sent", "Junk", "Trash", "Archive"};

    @AttributeDefinition(
            name = "Special uses",
            description =
                    "What mailboxes of these names are for, NAME=ATTRIBUTE each, as clients are told: \\All, \\Archive,"
                            + " \\Drafts, \\Flagged, \\Junk, \\Sent, \\Trash.")
    String[] specialUse() default {
        "Drafts=\\Drafts", "Sent=\\Sent", "Sent Messages=\\Sent", "Junk=\\Junk", "Trash=\\Trash", "Archive=\\Archive"
    };
}
