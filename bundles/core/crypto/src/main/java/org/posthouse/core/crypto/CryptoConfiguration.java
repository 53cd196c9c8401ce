package org.posthouse.core.crypto;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** What an administrator may set. */
@ObjectClassDefinition(name = "Certificates", description = "The server's own certificate.")
@interface CryptoConfiguration {
    @AttributeDefinition(
            name = "Host name",
            description =
                    "Name in the self-signed certificate that is made at the first start; empty: this machine's name.")
    String hostName() default "";
}
