package org.posthouse.filter.access;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Settings of the access lists. A list that is not set is empty. */
@ObjectClassDefinition(
        id = "org.posthouse.filter.access",
        name = "Access",
        description =
                "Which clients may relay, and whose mail is refused. Entries that cannot be read are logged and have no effect.")
public @interface AccessConfiguration {
    @AttributeDefinition(
            required = false,
            name = "May relay",
            description =
                    "Clients that send to anybody without a login: IP address, network (192.0.2.0/24, 192.0.2.0/255.255.255.0,"
                            + " 2001:db8::/32), or host name as DNS confirms it (host.example also stands for all hosts below it,"
                            + " .host.example only for these). Networks wider than /8 (IPv6: /16) are not taken.")
    String[] relay();

    @AttributeDefinition(
            required = false,
            name = "Refused",
            description =
                    "Clients and senders whose mail is refused: IP address, network, host name as above, which also stands"
                            + " for senders of that domain; sender (ann@host.example); or senders of just one domain (@host.example).")
    String[] block();

    @AttributeDefinition(
            required = false,
            name = "Never refused",
            description =
                    "Exceptions from what is refused, in the same notations. A client that is refused stays so whoever its"
                            + " sender is.")
    String[] allow();
}
