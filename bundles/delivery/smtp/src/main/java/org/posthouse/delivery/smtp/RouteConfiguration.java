package org.posthouse.delivery.smtp;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.AttributeType;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/** What an administrator sets for one fixed route. */
@ObjectClassDefinition(
        name = "Fixed route",
        description = "Mail for a domain, or for all that have no route of their own, goes to this host instead of"
                + " those that DNS names: a relay host.")
@interface RouteConfiguration {
    @AttributeDefinition(name = "Domain", description = "The domain of recipients; * for every one without its own.")
    String domain();

    @AttributeDefinition(name = "Host", description = "Name or address of the host that takes the mail.")
    String host();

    @AttributeDefinition(
            name = "Port",
            description = "Where it listens; at 465 TLS begins with the first octet.",
            min = "1",
            max = "65535")
    int port() default 25;

    @AttributeDefinition(name = "User", description = "Who logs in there; empty: nobody does.")
    String user() default "";

    @AttributeDefinition(
            name = "Password",
            description = "Sent only under TLS, unless TLS is none.",
            type = AttributeType.PASSWORD)
    String password() default "";

    @AttributeDefinition(
            name = "TLS",
            description = "Never; where the host offers it; or not without it.",
            options = {
                @Option(label = "none", value = "none"),
                @Option(label = "may", value = "may"),
                @Option(label = "must", value = "must")
            })
    String tls() default "may";

    @AttributeDefinition(
            name = "Verify the certificate",
            description = "Whether the host must prove its name, where TLS is must or somebody logs in.")
    boolean verifyCertificate() default true;
}
