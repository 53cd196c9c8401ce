package org.posthouse.directory.derby;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.posthouse.core.derby.DerbyDatabases;
import org.posthouse.spi.directory.DirectoryBackend;
import org.posthouse.tck.directory.DirectoryContract;

/** The embedded directory keeps the contract of directories. */
final class DerbyDirectoryTest implements DirectoryContract {
    @TempDir
    Path home;

    private DerbyDatabases databases;

    @Override
    public DirectoryBackend open() throws Exception {
        databases = new DerbyDatabases(home);
        return new DerbyDirectory(databases);
    }

    @Override
    public void close() {
        databases.close();
    }
}
