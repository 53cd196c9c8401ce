package org.posthouse.core.router;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Settings of routing. */
@ObjectClassDefinition(
        id = "org.posthouse.core.router",
        name = "Router",
        description =
                "What addresses are: first those of accounts and aliases, then subaddresses, then the catch-all of the domain"
                        + " (the alias *@domain).")
public @interface RouterConfiguration {
    @AttributeDefinition(
            name = "Subaddress separators",
            description = "Characters that begin a subaddress: with + mail for kate+news goes to kate unless kate+news"
                    + " is somebody. Empty: there are no subaddresses.")
    String subaddressSeparators() default "+";
}
