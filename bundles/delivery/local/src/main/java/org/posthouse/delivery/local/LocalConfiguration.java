package org.posthouse.delivery.local;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

@ObjectClassDefinition(name = "Local delivery", description = "How mail is put into mailboxes")
@interface LocalConfiguration {
    @AttributeDefinition(
            name = "Full mailbox",
            description = "What happens to mail for an account that has used up its quota",
            options = {
                @Option(label = "Try again later (4.2.2)", value = "defer"),
                @Option(label = "Return it to its sender at once (5.2.2)", value = "reject")
            })
    String fullMailbox() default "defer";
}
