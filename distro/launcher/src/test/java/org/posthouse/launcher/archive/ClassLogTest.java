package org.posthouse.launcher.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class ClassLogTest {
    private static final String BOOT = " loader: [loader data: 0x1 of 'bootstrap'] bytes: 1 checksum: 1";
    private static final String BUNDLE =
            " loader: [loader data: 0x2 for instance a 'org/x/BundleClassLoader'{0x3}] bytes: 1 checksum: 1";

    @Test
    void aClassOfABundleIsListedWithWhatItExtendsAndWhereItComesFrom() {
        assertThat(ClassLog.list(List.of(
                        "java.lang.Object source: shared objects file",
                        " klass: 0xa" + BOOT,
                        "java.lang.Runnable source: jrt:/java.base",
                        " klass: 0xb super: 0xa" + BOOT,
                        "org.x.Horse source: file:/dist/a b.jar",
                        " klass: 0xc super: 0xa interfaces: 0xb" + BUNDLE,
                        "org.x.Mare source: file:/dist/a b.jar",
                        " klass: 0xd super: 0xc" + BUNDLE)))
                .containsExactly(
                        "java/lang/Object id: 1",
                        "java/lang/Runnable id: 2",
                        "org/x/Horse id: 3 super: 1 interfaces: 2 source: /dist/a b.jar",
                        "org/x/Mare id: 4 super: 3 source: /dist/a b.jar");
    }

    @Test
    void whatIsMadeAtRunTimeOrStandsOnItIsLeftOut() {
        assertThat(ClassLog.list(List.of(
                        "java.lang.Object source: shared objects file",
                        " klass: 0xa" + BOOT,
                        "org.x.Horse$$Lambda$1/0x07 source: org.x.Horse",
                        " klass: 0xb super: 0xa" + BUNDLE,
                        "org.x.Made source: __JVM_DefineClass__",
                        " klass: 0xc super: 0xa" + BUNDLE,
                        "org.x.Child source: file:/dist/a.jar",
                        " klass: 0xd super: 0xc" + BUNDLE,
                        "a line of another kind",
                        " klass: 0xe super: 0xa" + BUNDLE)))
                .containsExactly("java/lang/Object id: 1");
    }

    @Test
    void ofTwoClassesOfOneNameTheFirstIsListedAndNothingStandsOnTheOther() {
        assertThat(ClassLog.list(List.of(
                        "java.lang.Object source: shared objects file",
                        " klass: 0xa" + BOOT,
                        "org.x.Horse source: file:/dist/a.jar",
                        " klass: 0xb super: 0xa" + BUNDLE,
                        "org.x.Horse source: file:/dist/b.jar",
                        " klass: 0xc super: 0xa" + BUNDLE,
                        "org.x.Foal source: file:/dist/b.jar",
                        " klass: 0xd super: 0xc" + BUNDLE)))
                .containsExactly("java/lang/Object id: 1", "org/x/Horse id: 2 super: 1 source: /dist/a.jar");
    }
}
