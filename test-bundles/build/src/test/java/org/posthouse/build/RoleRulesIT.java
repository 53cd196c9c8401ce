package org.posthouse.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every rule about who may need whom is broken in a copy of the poms, and Maven refuses each. */
final class RoleRulesIT {
    private static final String OURS = "org.posthouse:org.posthouse.";

    @TempDir
    private Path folder;

    @Test
    void aBundleThatNeedsWhatItsRoleForbidsFailsTheBuild() throws IOException, InterruptedException {
        refused(new TreeMap<>(Map.of(
                "filter/access", OURS + "core.pipeline",
                "protocol/smtp", OURS + "protocol.imap",
                "core/plugins", "io.netty:netty-common",
                "store/jdbc", "org.apache.derby:derby",
                "directory/derby", "org.bouncycastle:bcprov-jdk18on",
                "delivery/local", OURS + "core.mailstore",
                "core/queue", OURS + "protocol.imap",
                "core/router", OURS + "core.accounts",
                "core/config", "com.fasterxml.jackson.core:jackson-core",
                "console/shell", OURS + "core.trace")));
    }

    @Test
    void aLibraryOfOursThatNeedsMoreThanApiFailsTheBuild() throws IOException, InterruptedException {
        refused(new TreeMap<>(Map.of("lib/wire", OURS + "spi")));
    }

    /** Adds each dependency to its bundle and expects Maven to refuse these bundles for them, and no others. */
    private void refused(Map<String, String> violations) throws IOException, InterruptedException {
        Tree tree =
                Tree.copy(folder, path -> path.endsWith("pom.xml") || path.startsWith(".mvn/") || path.equals("mvnw"));
        for (Map.Entry<String, String> violation : violations.entrySet()) {
            add(tree, "bundles/" + violation.getKey() + "/pom.xml", violation.getValue());
        }
        Tree.Build build = tree.maven("validate", "--fail-at-end");
        assertThat(build.status()).as(build.log()).isEqualTo(1);
        SoftAssertions softly = new SoftAssertions();
        violations.forEach((bundle, dependency) -> softly.assertThat(refusal(build, bundle))
                .as(bundle + " needs " + dependency)
                .contains(dependency)
                .contains("banned"));
        softly.assertThat(build.log().lines().filter(line -> line.contains("FAILURE [")))
                .hasSameSizeAs(violations.keySet());
        softly.assertAll();
    }

    private static void add(Tree tree, String pom, String dependency) throws IOException {
        String[] names = dependency.split(":", -1);
        String text = "<dependency><groupId>" + names[0] + "</groupId><artifactId>" + names[1]
                + "</artifactId><scope>provided</scope></dependency>";
        if (Files.readString(tree.resolve(pom)).contains("<dependencies>")) {
            tree.edit(pom, "<dependencies>", "<dependencies>" + text);
        } else {
            tree.edit(pom, "</project>", "<dependencies>" + text + "</dependencies></project>");
        }
    }

    /** What Maven says at the end about one module. */
    private static String refusal(Tree.Build build, String bundle) {
        String start = "on project org.posthouse." + bundle.replace('/', '.') + ":";
        int at = build.log().indexOf(start);
        return at < 0 ? "" : build.log().substring(at, build.log().indexOf("-> [Help", at));
    }
}
