package org.posthouse.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An exported type of api is changed in a copy of the sources, and the build of the copy fails. */
final class BaselineIT {
    @Test
    void anExportedTypeThatIsBrokenFailsTheBuild(@TempDir Path folder) throws IOException, InterruptedException {
        Tree tree = Tree.copy(folder, BaselineIT::needed);
        keepOnlyApi(tree);
        tree.edit(
                "bundles/api/src/main/java/org/posthouse/api/mail/Status.java",
                "public boolean success()",
                "public boolean isSuccess()");
        Tree.Build build =
                tree.maven("verify", "-DskipTests", "-Dspotless.check.skip", "-pl", "features,bundles/api", "-am");
        assertThat(build.status()).as(build.log()).isEqualTo(1);
        assertThat(build.log())
                .contains("package org.posthouse.api.mail has version")
                .contains("REMOVED success()");
    }

    private static boolean needed(String path) {
        return path.endsWith("pom.xml")
                || path.endsWith("bnd.bnd")
                || path.equals("mvnw")
                || Stream.of(".mvn/", "cnf/", "bundles/api/", "distro/launcher/src/main/")
                        .anyMatch(path::startsWith);
    }

    /** The one feature of the copy holds api alone, and api as this build has made it counts as released. */
    private static void keepOnlyApi(Tree tree) throws IOException {
        Files.writeString(
                tree.resolve("features/api.json"),
                "{\"feature-resource-version\": \"1.0\", \"bundles\": [\"org.posthouse:org.posthouse.api:${project.version}\"]}");
        try (Stream<Path> old = Files.list(tree.resolve("cnf/baseline"))) {
            for (Path file : old.toList()) {
                Files.delete(file);
            }
        }
        String version = System.getProperty("posthouse.version");
        Files.copy(
                Tree.ROOT.resolve("features/target/bundles/org.posthouse.api-" + version + ".jar"),
                tree.resolve("cnf/baseline/org.posthouse.api.jar"));
    }
}
