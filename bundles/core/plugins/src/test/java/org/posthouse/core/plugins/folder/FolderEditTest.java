package org.posthouse.core.plugins.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderEditTest {
    @TempDir
    Path home;

    private PlugInFolder folder;
    private Path old;
    private Path content;

    @BeforeEach
    void one() throws Exception {
        Path path = Files.createDirectory(home.resolve("plugins"));
        folder = new PlugInFolder(path, new Shelf(home.resolve("shelf")), System::nanoTime);
        old = Files.writeString(path.resolve("old.jar"), "old");
        content = Files.writeString(home.resolve("content"), "new");
    }

    @Test
    void whatIsDeletedLiesThereUntilTheEditIsKept() throws Exception {
        try (FolderEdit edit = new FolderEdit(folder)) {
            edit.delete(old);
            assertThat(folder.look()).isEmpty();
            assertThat(old).hasContent("old");
            edit.keep();
        }
        assertThat(folder.path()).isEmptyDirectory();
        assertThat(folder.look()).isEmpty();
    }

    @Test
    void whatCannotBeCopiedChangesNothing() throws Exception {
        try (FolderEdit edit = new FolderEdit(folder)) {
            edit.delete(old);
            assertThatThrownBy(() -> edit.put(old, home.resolve("missing"))).isInstanceOf(IOException.class);
        }
        assertThat(old).hasContent("old");
        assertThat(folder.path().toFile().list()).containsExactly("old.jar");
        assertThat(folder.look()).containsOnlyKeys(old);
    }

    @Test
    void anEditThatIsNotKeptIsTakenBack() throws Exception {
        try (FolderEdit edit = new FolderEdit(folder)) {
            edit.put(old, content);
            edit.put(folder.path().resolve("new.jar"), content);
            assertThat(old).hasContent("new");
        }
        assertThat(old).hasContent("old");
        assertThat(folder.path().toFile().list()).containsExactly("old.jar");
    }
}
