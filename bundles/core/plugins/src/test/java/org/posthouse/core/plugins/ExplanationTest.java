package org.posthouse.core.plugins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;
import static org.posthouse.core.plugins.TestHouse.NAME;
import static org.posthouse.core.plugins.TestHouse.horse;

import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.posthouse.api.plugin.PlugInRefusedException;
import org.posthouse.api.plugin.Reason;
import org.posthouse.api.plugin.Reason.Kind;

/** What an administrator is told of a jar that the framework does not resolve. */
@Execution(ExecutionMode.CONCURRENT)
class ExplanationTest {
    private static final String HAY = "org.example.hay";

    @TempDir
    Path home;

    private TestHouse house;

    @BeforeEach
    void open() throws Exception {
        house = new TestHouse(home);
    }

    @AfterEach
    void close() throws Exception {
        house.stop();
    }

    private PlugInRefusedException refusal(TestJar jar) throws Exception {
        Path file = Files.write(home.resolve("horse.jar"), jar.bytes());
        return catchThrowableOfType(PlugInRefusedException.class, () -> house.plugIns.install(file));
    }

    private Reason reason(TestJar jar) throws Exception {
        List<Reason> reasons = refusal(jar).reasons();
        assertThat(reasons).hasSize(1);
        return reasons.get(0);
    }

    private static TestJar importing(String packages) {
        return horse("1.0.0").header("Import-Package", "org.osgi.framework," + packages);
    }

    private static TestJar helper(String name, String version) {
        return new TestJar(name, version);
    }

    @Test
    void aPackageThatNobodyHasIsNamedWithTheRangeAndWhatToDo() throws Exception {
        Reason reason = reason(importing(HAY + ";version=\"[1.2,2)\""));
        assertThat(reason.kind()).isEqualTo(Kind.PACKAGE);
        assertThat(reason.asks()).containsExactly(NAME);
        assertThat(reason.needs()).isEqualTo(HAY);
        assertThat(reason.wanted()).isEqualTo("[1.2,2)");
        assertThat(reason.near()).isEmpty();
        assertThat(reason.sentence())
                .isEqualTo("1.0.0 of horse.jar needs the package org.example.hay [1.2,2), which no bundle here has");
        assertThat(reason.remedy()).isEqualTo("put a bundle that exports it into plugins/, or build it into the jar");
    }

    @Test
    void aPackageInAnotherVersionIsNamedWithItsOwner() throws Exception {
        house.distribute(helper("org.example.barn", "3.0.0").header("Export-Package", HAY + ";version=\"1.1\""));
        Reason reason = reason(importing(HAY + ";version=\"[2.0,3)\""));
        assertThat(reason.near()).containsExactly("1.1.0 of org.example.barn");
        assertThat(reason.sentence())
                .endsWith("needs the package org.example.hay [2,3), but here is 1.1.0 of org.example.barn");
    }

    @Test
    void aContractOfPosthouseInAnotherVersionAsksForAnotherBuild() throws Exception {
        house.distribute(helper("org.posthouse.spi", "0.1.0")
                .header("Export-Package", "org.posthouse.spi.filter;version=\"0.1.0\""));
        Reason reason = reason(importing("org.posthouse.spi.filter;version=\"[2.0,3)\""));
        assertThat(reason.sentence()).endsWith("but here is 0.1.0 of org.posthouse.spi");
        assertThat(reason.remedy()).contains("built for Posthouse", "or upgrade Posthouse");
    }

    @Test
    void everyThingThatIsMissingIsAReasonOfItsOwn() throws Exception {
        PlugInRefusedException refusal = refusal(importing(HAY + ",org.example.oats;version=2")
                .header("Require-Bundle", "org.example.barn;bundle-version=\"[4,5)\"")
                .header("Require-Capability", "org.example.water;filter:=\"(org.example.water=fresh)\""));
        assertThat(refusal.reasons())
                .extracting(Reason::kind)
                .containsExactlyInAnyOrder(Kind.PACKAGE, Kind.PACKAGE, Kind.BUNDLE, Kind.CAPABILITY);
        assertThat(refusal.reasons().stream().map(Reason::line))
                .anyMatch(line -> line.contains("needs the package org.example.oats 2 or higher, which no bundle"))
                .anyMatch(line -> line.contains("needs the bundle org.example.barn [4,5), which no bundle"))
                .anyMatch(line -> line.contains("needs the capability org.example.water=fresh, which no bundle"));
        assertThat(refusal.getMessage())
                .startsWith(NAME + ": 1.0.0 of horse.jar needs ")
                .hasLineCount(1);
        assertThat(house.folder).isEmptyDirectory();
    }

    @Test
    void whatIsOptionalOrForALaterTimeIsNotMissing() throws Exception {
        Reason reason = reason(importing(HAY + ",org.example.oats;resolution:=optional")
                .header("Require-Capability", "org.example.water;effective:=active"));
        assertThat(reason.needs()).isEqualTo(HAY);
    }

    @Test
    void aLaterJavaIsAskedForByItsNumber() throws Exception {
        int running = Runtime.version().feature();
        Reason reason = reason(
                horse("1.0.0").header("Require-Capability", "osgi.ee;filter:=\"(&(osgi.ee=JavaSE)(version=99))\""));
        assertThat(reason.kind()).isEqualTo(Kind.JAVA);
        assertThat(reason.wanted()).isEqualTo("99");
        assertThat(reason.near()).containsExactly(Integer.toString(running));
        assertThat(reason.line())
                .isEqualTo("1.0.0 of horse.jar needs Java 99, and this is Java " + running
                        + "; run the server with Java 99, or take a version that is built for Java " + running);
    }

    @Test
    void aPlugInInTheFolderThatWouldBringItAndLacksSomethingItselfIsPartOfTheReason() throws Exception {
        house.drop(
                "stable.jar",
                helper("org.example.stable", "2.0.0")
                        .header("Export-Package", HAY)
                        .header("Import-Package", "org.example.straw;version=3")
                        .bytes());
        house.awaitRefusal("org.example.straw");
        Reason reason = reason(importing(HAY));
        assertThat(reason.asks()).containsExactly(NAME, "org.example.stable");
        assertThat(reason.needs()).isEqualTo("org.example.straw");
        assertThat(reason.sentence())
                .isEqualTo(
                        "1.0.0 of horse.jar needs the package org.example.hay, which 2.0.0 of stable.jar would bring,"
                                + " but that needs the package org.example.straw 3 or higher, which no bundle here has");
    }

    @Test
    void aBundleThatIsInstalledAndNotResolvedIsAskedInTurn() throws Exception {
        house.felix
                .context()
                .installBundle(
                        "distribution:stable",
                        new ByteArrayInputStream(helper("org.example.stable", "2.0.0")
                                .header("Export-Package", HAY)
                                .header("Import-Package", "org.example.straw")
                                .bytes()));
        Reason reason = reason(importing(HAY));
        assertThat(reason.asks()).containsExactly(NAME, "org.example.stable");
        assertThat(reason.sentence())
                .contains("which org.example.stable 2.0.0 would bring, but that needs the package");
    }

    @Test
    void twoVersionsOfAPackageThatMeetAreNamedBoth() throws Exception {
        house.distribute(helper("org.example.oldbarn", "1.0.0").header("Export-Package", HAY + ";version=\"1.0\""));
        house.distribute(helper("org.example.newbarn", "2.0.0").header("Export-Package", HAY + ";version=\"2.0\""));
        house.distribute(helper("org.example.manger", "1.0.0")
                .header("Export-Package", "org.example.manger;uses:=\"" + HAY + "\"")
                .header("Import-Package", HAY + ";version=\"[1,2)\""));
        Reason reason = reason(importing("org.example.manger," + HAY + ";version=\"[2,3)\""));
        assertThat(reason.kind()).isEqualTo(Kind.CONFLICT);
        assertThat(reason.needs()).isEqualTo(HAY);
        assertThat(reason.near())
                .containsExactlyInAnyOrder("1.0.0 of org.example.oldbarn", "2.0.0 of org.example.newbarn");
        assertThat(reason.line()).contains("two versions of the package org.example.hay", "uses constraint");
    }

    @Test
    void aDroppedJarIsExplainedUntilTheBundleThatItNeedsIsThere() throws Exception {
        house.drop("horse.jar", importing(HAY).bytes());
        house.awaitRefusal("which no bundle here has");
        assertThat(house.plugIns.reasons("horse")).singleElement().satisfies(each -> {
            assertThat(each.needs()).isEqualTo(HAY);
            assertThat(house.plugIns.why("horse")).containsExactly(each.line());
        });
        house.drop(
                "stable.jar",
                helper("org.example.stable", "1.0.0")
                        .header("Export-Package", HAY)
                        .bytes());
        await().until(() -> house.inCharge().equals(Optional.of("1.0.0")));
        assertThat(house.plugIns.reasons("horse")).isEmpty();
    }

    @Test
    void whatWasRefusedWhereNothingRanIsNotSaidToHaveBeenTakenBack() throws Exception {
        refusal(importing(HAY));
        house.drop("horse.jar", importing(HAY).bytes());
        house.awaitRefusal(HAY);
        assertThat(house.plugIns.why(NAME)).singleElement().asString().doesNotContain("taken back");
    }

    @Test
    void aRefusedUpdateGivesItsReasonsAndTheVersionBeforeGoesOn() throws Exception {
        house.plugIns.install(
                Files.write(home.resolve("horse.jar"), horse("0.9.0").bytes()));
        PlugInRefusedException refusal = refusal(importing(HAY));
        assertThat(refusal.reasons()).extracting(Reason::needs).containsExactly(HAY);
        assertThat(house.inCharge()).contains("0.9.0");
        assertThat(house.plugIns.why(NAME))
                .singleElement()
                .asString()
                .contains(HAY, "that was taken back, and the version before goes on");
    }
}
