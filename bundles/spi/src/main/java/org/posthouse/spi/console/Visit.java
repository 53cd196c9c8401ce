package org.posthouse.spi.console;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
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

    /**
     * What was uploaded, a file that has the name of the parameter {@code file} where that is a plain one; empty if nothing was. It is gone
     * when the order has been carried out. How large it may be is a setting of the console.
     */
    Optional<Path> upload();

    /** What is in it; nothing if nothing was uploaded. */
    default InputStream body() throws IOException {
        Optional<Path> file = upload();
        return file.isPresent() ? Files.newInputStream(file.get()) : InputStream.nullInputStream();
    }
}
