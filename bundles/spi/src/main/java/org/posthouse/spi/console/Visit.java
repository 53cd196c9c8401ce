package org.posthouse.spi.console;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** Somebody looks at a page, or gives it an order. Valid until the call ends. */
@ProviderType
public interface Visit {
    /** The address of the account that is logged in. */
    String administrator();

    /** The rest of the address below the page, percent-decoded: {@code a/b} of {@code /system/console/mail/queue/a/b}; empty at its root. */
    String below();

    /** The first value of this name; empty if there is none. Of an order, those of the form stand before those of the address. */
    String parameter(String name);

    /** All values of this name. */
    List<String> parameters(String name);

    /** Proves that a form is of this session: every form that posts has it, see {@code Form}. */
    String token();

    /** What was uploaded, with at most 64 MiB, its name in the parameter {@code file}; empty if nothing was. */
    InputStream body() throws IOException;
}
