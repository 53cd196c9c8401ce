package org.posthouse.console.web;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** What an administrator sets for the console. */
@ObjectClassDefinition(
        name = "Web console",
        description = "Administration in a browser: by HTTP from this machine, by HTTPS from where it is opened to.")
@interface WebConfiguration {
    @AttributeDefinition(
            name = "Host names",
            description = "Names by which browsers may ask for the console, besides those of this machine itself"
                    + " (localhost, 127.0.0.1): mail.example.com …")
    String[] hosts() default {};

    @AttributeDefinition(
            name = "HTTPS address",
            description =
                    "Local address to listen at by HTTPS: 127.0.0.1 for this machine only, 0.0.0.0 for everybody.")
    String tlsBind() default "127.0.0.1";

    @AttributeDefinition(
            name = "HTTPS port",
            description = "The standard port; the server's port offset is added.",
            min = "1",
            max = "65535")
    int tlsPort() default 8443;

    @AttributeDefinition(
            name = "Idle time",
            description = "Minutes after which a browser that asks for nothing has to log in again.",
            min = "1",
            max = "1440")
    int idleMinutes() default 30;

    @AttributeDefinition(
            name = "Longest login",
            description = "Hours after which one has to log in again in any case.",
            min = "1",
            max = "168")
    int lifetimeHours() default 12;

    @AttributeDefinition(
            name = "Largest upload",
            description = "Mebibytes of a file that is uploaded, such as the jar of a plug-in.",
            min = "1",
            max = "1024")
    int uploadMebibytes() default 64;
}
