package org.posthouse.launcher.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FeatureFolderTest {
    @TempDir
    private Path folder;

    @Test
    void whatAFeatureNeedsComesBeforeItAndOnce() throws IOException {
        feature("base", "", "g:a:1");
        feature("left", "\"base\"", "g:b:1");
        feature("right", "\"base\"", "g:c:1");
        feature("all", "\"left\", \"right\"", "g:a:1");
        FeatureFolder features = FeatureFolder.read(folder);
        assertThat(features.closure(List.of("all")))
                .extracting(Feature::name)
                .containsExactly("base", "left", "right", "all");
        assertThat(features.bundles(List.of("all")))
                .extracting(BundleEntry::id)
                .containsExactly("g:a:1", "g:b:1", "g:c:1");
    }

    @Test
    void aBundleOfTwoFeaturesStartsAtTheLowerLevel() throws IOException {
        write("one", "{\"feature-resource-version\": \"1.0\", \"bundles\": [{\"id\": \"g:a:1\", \"start-level\": 4}]}");
        write("two", "{\"feature-resource-version\": \"1.0\", \"bundles\": [{\"id\": \"g:a:1\", \"start-level\": 2}]}");
        assertThat(FeatureFolder.read(folder).bundles(List.of("one", "two")))
                .containsExactly(new BundleEntry("g:a:1", 2));
    }

    @Test
    void aFeatureNobodyHasIsNamedWithItsAsker() throws IOException {
        feature("all", "\"more\"", "g:a:1");
        FeatureFolder features = FeatureFolder.read(folder);
        assertThatThrownBy(() -> features.closure(List.of("all")))
                .isInstanceOf(FeatureException.class)
                .hasMessage("no feature more, which all asked for; there are all");
    }

    @Test
    void aCircleIsNamed() throws IOException {
        feature("hen", "\"egg\"", "g:a:1");
        feature("egg", "\"hen\"", "g:b:1");
        FeatureFolder features = FeatureFolder.read(folder);
        assertThatThrownBy(() -> features.closure(List.of("hen")))
                .isInstanceOf(FeatureException.class)
                .hasMessage("features that need each other: hen, egg");
    }

    @Test
    void configurationsAreReadByPid() {
        Feature feature = Feature.parse(
                "f",
                "{\"feature-resource-version\": \"1.0\", \"configurations\": {\"a.b\": {\"ports\": [25, 587], \"on\": true}}}");
        assertThat(feature.configurations().get("a.b"))
                .containsEntry("ports", List.of(25L, 587L))
                .containsEntry("on", true);
    }

    @Test
    void aFileThatIsNoFeatureIsNamed() throws IOException {
        write("odd", "{\"bundles\": []}");
        assertThatThrownBy(() -> FeatureFolder.read(folder))
                .isInstanceOf(FeatureException.class)
                .hasMessage("feature odd: feature-resource-version is not 1.0");
    }

    @Test
    void aBundleIdThatLeavesItsFolderIsRefused() {
        assertThatThrownBy(() -> new BundleEntry("g:../a:1", 1)).isInstanceOf(FeatureException.class);
    }

    @Test
    void aBundleIdGivesItsFileName() {
        assertThat(new BundleEntry("g:a:1.2", 1).fileName()).isEqualTo("a-1.2.jar");
        assertThat(new BundleEntry("g:a:jar:linux:1.2", 1).fileName()).isEqualTo("a-1.2-linux.jar");
    }

    private void feature(String name, String requires, String bundle) throws IOException {
        write(
                name,
                "{\"feature-resource-version\": \"1.0\", \"extensions\": {\"posthouse-requires\": {\"type\": \"text\","
                        + "\"kind\": \"optional\", \"text\": [" + requires + "]}}, \"bundles\": [\"" + bundle + "\"]}");
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name + ".json"), text);
    }
}
