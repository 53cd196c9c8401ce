package org.posthouse.core.router;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Settings of routing. */
@ObjectClassDefinition(
        id = "org.posthouse.core.router",
        name = "Router",
        description = "What addresses are: mailboxes, aliases, others' or nobody's.")
public @interface RouterConfiguration {
    @AttributeDefinition(
            name = "Subaddress separators",
            description = "Characters that begin a subaddress: with + mail for kate+news goes to kate unless kate+news"
                    + " is somebody. Empty: there are no subaddresses.")
    String subaddressSeparators() default "+";
}
