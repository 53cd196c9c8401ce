package org.posthouse.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleEvent;

final class ReloadingTest {
    @TempDir
    Path home;

    @BeforeEach
    void makeHome() throws Exception {
        Files.createDirectories(home.resolve("run"));
    }

    private static BundleEvent event(int type) {
        Bundle bundle = (Bundle) Proxy.newProxyInstance(
                Bundle.class.getClassLoader(), new Class<?>[] {Bundle.class}, (proxy, method, arguments) -> "a bundle");
        return new BundleEvent(type, bundle);
    }

    @Test
    void itIsToldWhileItLasts() throws Exception {
        assertThat(Reloading.last(home)).isEmpty();
        try (Reloading reloading = new Reloading(home, 60)) {
            assertThat(Reloading.last(home)).isEmpty();
            reloading.bundleChanged(event(BundleEvent.INSTALLED));
            assertThat(Reloading.last(home)).isEmpty();
            reloading.bundleChanged(event(BundleEvent.STARTED));
            assertThat(Reloading.last(home)).contains("1 of 60 parts serve");
        }
        assertThat(Reloading.last(home)).isEmpty();
        assertThat(home.resolve("run")).isEmptyDirectory();
    }

    @Test
    void whatAnotherHandHasWrittenIsNotTold() throws Exception {
        Files.writeString(home.resolve("run/reloading"), "\u001b[2J");
        assertThat(Reloading.last(home)).isEmpty();
    }

    @Test
    void aHomeThatCannotBeWrittenToHoldsNothingUp() {
        try (Reloading reloading = new Reloading(home.resolve("nowhere"), 2)) {
            reloading.bundleChanged(event(BundleEvent.STARTED));
        }
        assertThat(home.resolve("nowhere")).doesNotExist();
    }
}
