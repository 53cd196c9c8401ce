package org.posthouse.core.plugins;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Settings of {@code org.posthouse.core.plugins}. */
@ObjectClassDefinition(name = "Plug-ins", description = "How plug-ins are put in and replaced.")
@interface PlugInConfiguration {
    @AttributeDefinition(
            name = "Patience with a new version",
            description =
                    "Seconds that a new version of a plug-in has to offer all that the version before does; then it is refused.",
            min = "1",
            max = "300")
    int offerSeconds() default 5;
}
