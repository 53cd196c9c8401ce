package org.posthouse.tck.store;

import java.nio.file.Path;
import org.posthouse.spi.store.StoreBackend;

/** Opens a store in a folder, in whatever process; has a constructor without parameters. */
public interface StoreFolder {
    /** The store in this home, over what it held before. */
    StoreBackend open(Path home) throws Exception;

    /** Closes what was opened. */
    void close() throws Exception;
}
