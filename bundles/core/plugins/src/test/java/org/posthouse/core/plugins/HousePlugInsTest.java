package org.posthouse.core.plugins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.posthouse.core.plugins.TestHouse.NAME;
import static org.posthouse.core.plugins.TestHouse.horse;

import java.io.ByteArrayInputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.example.horse.Grazing;
import org.example.horse.Horse;
import org.example.horse.Lame;
import org.example.horse.Stable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.startlevel.FrameworkStartLevel;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.plugin.PlugIns.PlugIn;
import org.posthouse.core.plugins.folder.FolderEdit;
import org.posthouse.core.plugins.folder.PlugInFolder;
import org.posthouse.core.plugins.folder.Shelf;

/** Several at a time: each has a framework and a home of its own, and most of its time it waits for files to be still. */
@Execution(ExecutionMode.CONCURRENT)
class HousePlugInsTest {
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

    private PlugIn row() {
        List<PlugIn> found = house.plugIns.find(NAME);
        assertThat(found).hasSize(1);
        return found.get(0);
    }

    @Test
    void aDroppedJarIsInChargeSoon() throws Exception {
        Path file = house.drop("horse.jar", horse("1.0.0").bytes());
        house.awaitInCharge("1.0.0");
        assertThat(row().state()).isEqualTo("active");
        assertThat(row().used()).isTrue();
        assertThat(row().file()).contains(file);
        assertThat(house.plugIns.find("horse")).hasSize(1);
        assertThat(house.plugIns.why(NAME)).isEmpty();
        await().until(() -> house.plugIns.settled());
    }

    @Test
    void aRenameOverTheFileChangesTheVersionWithoutAGap() throws Exception {
        house.drop("horse.jar", horse("1.0.0").bytes());
        house.awaitInCharge("1.0.0");
        AtomicBoolean end = new AtomicBoolean();
        ExecutorService thread = Executors.newSingleThreadExecutor();
        Future<Integer> absent = thread.submit(() -> {
            int empty = 0;
            while (!end.get()) {
                empty += house.inCharge().isEmpty() ? 1 : 0;
            }
            return empty;
        });
        for (int i = 1; i <= 5; i++) {
            house.drop("horse.jar", horse("1.0." + i).bytes());
            house.awaitInCharge("1.0." + i);
        }
        house.drop("horse.jar", horse("0.9.0").bytes());
        house.awaitInCharge("0.9.0");
        end.set(true);
        assertThat(absent.get(120, TimeUnit.SECONDS)).isZero();
        thread.shutdown();
    }

    @Test
    void formerVersionsLeaveTheMemory() throws Exception {
        for (int i = 0; i < 4; i++) {
            house.drop("horse.jar", horse("1.0." + i).bytes());
            house.awaitInCharge("1.0." + i);
        }
        await().atMost(Duration.ofMinutes(3)).until(() -> {
            System.gc();
            return house.plugIns.formerInMemory(NAME) == 0;
        });
    }

    @Test
    void aSlowCopyOverTheFileIsWaitedForWhileTheOldVersionRuns() throws Exception {
        Path file = house.drop("horse.jar", horse("1.0.0").bytes());
        house.awaitInCharge("1.0.0");
        byte[] next = horse("2.0.0").bytes();
        try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.TRUNCATE_EXISTING)) {
            for (int i = 0; i < next.length; i += 200) {
                out.write(next, i, Math.min(200, next.length - i));
                out.flush();
                long pause = System.nanoTime();
                await().pollInterval(Duration.ofMillis(20)).until(() -> System.nanoTime() - pause > 180_000_000);
                assertThat(house.inCharge())
                        .hasValueSatisfying(version -> assertThat(version).isIn("1.0.0", "2.0.0"));
            }
        }
        house.awaitInCharge("2.0.0");
        assertThat(house.plugIns.why(NAME)).isEmpty();
    }

    @Test
    void aFileThatIsDeletedAndWrittenAnewIsAChangeAndNotAnEnd() throws Exception {
        Path file = house.drop("horse.jar", horse("1.0.0").bytes());
        house.awaitInCharge("1.0.0");
        Files.delete(file);
        house.drop("horse.jar", horse("1.1.0").bytes());
        house.awaitInCharge("1.1.0");
        assertThat(house.row.seats()).hasSize(1);
    }

    @Test
    void ofTwoFilesTheHigherVersionRunsAndTheLowerOneTakesOverWhenThatIsDeleted() throws Exception {
        house.drop("horse-1.jar", horse("1.0.0").bytes());
        house.awaitInCharge("1.0.0");
        Path higher = house.drop("horse-2.jar", horse("2.0.0").bytes());
        house.awaitInCharge("2.0.0");
        house.drop("horse-0.jar", horse("0.1.0").bytes());
        Files.delete(higher);
        house.awaitInCharge("1.0.0");
    }

    @Test
    void deletingTheOnlyFileTakesThePlugInAndItsSeatAway() throws Exception {
        Path file = house.drop("horse.jar", horse("1.0.0").bytes());
        house.awaitInCharge("1.0.0");
        Files.delete(file);
        await().until(() -> house.row.seats().isEmpty());
        assertThat(house.bundles()).isZero();
        assertThat(house.plugIns.find(NAME)).isEmpty();
    }

    @Test
    void theSameVersionWithOtherContentReplacesToo() throws Exception {
        house.drop("horse.jar", horse("1.0.0").note("one").bytes());
        house.awaitInCharge("1.0.0");
        long before = house.felix.context().getBundles()[1].getBundleId();
        house.drop("horse.jar", horse("1.0.0").note("two").bytes());
        await().until(() ->
                Arrays.stream(house.felix.context().getBundles()).noneMatch(each -> each.getBundleId() == before));
        house.awaitInCharge("1.0.0");
    }

    @Test
    void aTruncatedJarChangesNothingAndIsReported() throws Exception {
        house.drop("horse.jar", horse("1.0.0").bytes());
        house.awaitInCharge("1.0.0");
        byte[] next = horse("2.0.0").bytes();
        Path file = house.drop("horse.jar", Arrays.copyOf(next, next.length / 2));
        house.awaitRefusal("broken or incomplete");
        assertThat(house.inCharge()).contains("1.0.0");
        assertThat(row().state()).isEqualTo("active");
        assertThat(row().reason()).contains("horse.jar is broken or incomplete");
        assertThat(house.plugIns.why("horse")).singleElement().asString().contains("horse.jar");
        assertThat(Files.size(file)).isEqualTo(next.length / 2);
    }

    @Test
    void aSmallJarThatUnpacksToMoreThanMemoryHoldsStopsNothingAlsoNotAtStart() throws Exception {
        house.drop("horse.jar", horse("1.0.0").bytes());
        house.awaitInCharge("1.0.0");
        house.stop();
        house.drop("bomb.jar", TestJar.unpackingTo(370 << 20));
        house.open();
        house.awaitRefusal("manifest larger than 1 MiB");
        house.awaitInCharge("1.0.0");
        assertThat(house.plugIns.why("bomb")).singleElement().asString().contains("bomb.jar");
        Path other = Files.write(house.home.resolve("other.jar"), TestJar.unpackingTo(2 << 20));
        assertThatThrownBy(() -> house.plugIns.install(other)).hasMessageContaining("manifest larger than 1 MiB");
    }

    @Test
    void whyANewJarIsNotInChargeIsToldByItsFilesNameToo() throws Exception {
        house.drop("fast-horse-1.0.0.jar", horse("1.0.0").bytes());
        house.awaitInCharge("1.0.0");
        byte[] next = horse("2.0.0").bytes();
        house.drop("fast-horse-2.0.0.jar", Arrays.copyOf(next, next.length / 2));
        house.awaitRefusal("broken or incomplete");
        assertThat(house.plugIns.why("fast-horse"))
                .singleElement()
                .asString()
                .contains("fast-horse-2.0.0.jar is broken or incomplete");
        assertThat(house.plugIns.why("horse")).isEqualTo(house.plugIns.why("fast-horse"));
        house.drop(
                "fast-horse-2.0.0.jar",
                new TestJar(NAME, "2.0.0").activator(Lame.class).bytes());
        house.awaitRefusal("lost a shoe");
        assertThat(house.plugIns.why("fast-horse"))
                .singleElement()
                .asString()
                .contains("2.0.0 of fast-horse-2.0.0.jar cannot start: lost a shoe");
        assertThat(house.inCharge()).contains("1.0.0");
        assertThatThrownBy(() -> house.plugIns.why("slow-horse"))
                .isInstanceOf(MailException.class)
                .hasMessageContaining("there is no plug-in slow-horse;");
    }

    @Test
    void anUnresolvableJarChangesNothing() throws Exception {
        house.drop("horse.jar", horse("1.0.0").bytes());
        house.awaitInCharge("1.0.0");
        house.drop(
                "horse-2.jar",
                horse("2.0.0")
                        .header("Import-Package", "org.osgi.framework,org.example.hay")
                        .bytes());
        house.awaitRefusal("org.example.hay");
        assertThat(house.inCharge()).contains("1.0.0");
        assertThat(house.bundles()).isOne();
    }

    @Test
    void whatAPlugInLacksMayComeWithAnother() throws Exception {
        house.drop(
                "horse.jar",
                horse("1.0.0")
                        .header("Import-Package", "org.osgi.framework,org.example.hay")
                        .bytes());
        house.awaitRefusal("org.example.hay");
        house.drop(
                "hay.jar",
                new TestJar("org.example.hay", "1.0.0")
                        .header("Export-Package", "org.example.hay")
                        .bytes());
        await().until(() -> house.inCharge().isPresent());
    }

    @Test
    void aJarThatCannotStartChangesNothing() throws Exception {
        house.drop("horse.jar", horse("1.0.0").bytes());
        house.awaitInCharge("1.0.0");
        house.drop("horse.jar", new TestJar(NAME, "2.0.0").activator(Lame.class).bytes());
        house.awaitRefusal("lost a shoe");
        assertThat(house.inCharge()).contains("1.0.0");
        assertThat(house.bundles()).isOne();
        house.drop("horse.jar", horse("2.0.1").bytes());
        house.awaitInCharge("2.0.1");
        assertThat(house.plugIns.why(NAME)).isEmpty();
    }

    @Test
    void aJarThatDoesNotOfferWhatTheFormerDidChangesNothing() throws Exception {
        house.drop("horse.jar", horse("1.0.0").bytes());
        house.awaitInCharge("1.0.0");
        house.drop(
                "horse.jar", new TestJar(NAME, "2.0.0").activator(Grazing.class).bytes());
        house.awaitRefusal("does not offer Supplier (" + NAME + ")");
        assertThat(house.inCharge()).contains("1.0.0");
        assertThat(house.bundles()).isOne();
    }

    @Test
    void whatIsNoComponentsServiceIsNotAskedOfTheNextVersion() throws Exception {
        house.drop("horse.jar", horse("1.0.0").bytes());
        house.awaitInCharge("1.0.0");
        house.felix.context().getBundles()[1].getBundleContext().registerService(Runnable.class, () -> {}, null);
        house.drop("horse.jar", horse("2.0.0").bytes());
        house.awaitInCharge("2.0.0");
        assertThat(house.plugIns.why(NAME)).isEmpty();
    }

    @Test
    void aPlugInThatBearsNoOtherBesideItIsStoppedFirstAndGoesOnIfTheNextFails() throws Exception {
        house.drop("horse.jar", horse("1.0.0").bytes());
        house.awaitInCharge("1.0.0");
        house.drop("horse.jar", horse("2.0.0").header("Posthouse-Swap", "alone").bytes());
        house.awaitInCharge("2.0.0");
        house.drop(
                "horse.jar",
                new TestJar(NAME, "3.0.0")
                        .activator(Lame.class)
                        .header("Posthouse-Swap", "alone")
                        .bytes());
        house.awaitRefusal("lost a shoe");
        house.awaitInCharge("2.0.0");
    }

    @Test
    void jarsOfCoreAndLibrariesOfTheDistributionAreRefused() throws Exception {
        house.distribute(new TestJar("net.library", "1.0.0"));
        house.drop("api.jar", new TestJar("org.posthouse.api", "9.0.0").bytes());
        house.awaitRefusal("is of Posthouse's core");
        house.drop(
                "lib.jar",
                new TestJar("org.posthouse.lib.sasl", "9.0.0")
                        .header("Export-Package", "org.posthouse.lib.sasl")
                        .bytes());
        await().until(() -> house.plugIns.find("org.posthouse.lib.sasl").stream()
                .anyMatch(each -> each.reason().contains("run 'posthouse reload --all'")));
        house.drop("library.jar", new TestJar("net.library", "9.0.0").bytes());
        house.awaitRefusal("would replace a library");
        house.drop(
                "fragment.jar",
                new TestJar("org.example.f", "1")
                        .header("Fragment-Host", "org.posthouse.api")
                        .bytes());
        house.awaitRefusal("is a fragment");
        house.drop(
                "copy.jar",
                new TestJar("org.example.c", "1")
                        .header("Export-Package", "org.posthouse.spi.filter")
                        .bytes());
        house.awaitRefusal("own contracts");
        assertThat(house.bundles()).isOne();
    }

    @Test
    void aPartOfCoreThatBearsItIsReplacedAndComesBackButNeverStopped() throws Exception {
        String dns = "org.posthouse.core.dns";
        house.distribute(new TestJar(dns, "0.1.0").activator(Stable.class).with(Horse.class));
        house.awaitInCharge("0.1.0");
        house.drop(
                "dns.jar",
                new TestJar(dns, "0.2.0")
                        .activator(Stable.class)
                        .with(Horse.class)
                        .bytes());
        house.awaitInCharge("0.2.0");
        await().untilAsserted(() -> assertThat(house.plugIns.why(dns))
                .containsExactly("0.2.0 of dns.jar runs in place of the distribution's 0.1.0"));
        assertThat(house.plugIns.files(dns)).containsExactly(house.folder.resolve("dns.jar"));
        assertThatThrownBy(() -> house.plugIns.stop("core.dns"))
                .isInstanceOf(MailException.class)
                .hasMessageContaining("is part of the core");
        house.plugIns.undo("core.dns");
        house.awaitInCharge("0.1.0");
        assertThat(house.plugIns.files(dns)).isEmpty();
        house.drop(
                "old.jar",
                new TestJar(dns, "0.0.9")
                        .activator(Stable.class)
                        .with(Horse.class)
                        .bytes());
        await().untilAsserted(() -> assertThat(house.plugIns.why(dns))
                .containsExactly("old.jar is left aside, for the distribution's 0.1.0 is higher; it may be deleted"));
        house.drop("net.jar", new TestJar("org.posthouse.core.net", "9.0.0").bytes());
        house.awaitRefusal("run 'posthouse reload --all'");
    }

    @Test
    void whatCannotBeResolvedStopsNobodyThoughItBearsNoOtherBesideIt() throws Exception {
        house.drop("horse.jar", horse("1.0.0").header("Posthouse-Swap", "alone").bytes());
        house.awaitInCharge("1.0.0");
        long before = house.felix.context().getBundles()[1].getBundleId();
        Set<Integer> events = ConcurrentHashMap.newKeySet();
        house.felix.context().addBundleListener(event -> {
            if (event.getBundle().getBundleId() == before) {
                events.add(event.getType());
            }
        });
        house.drop(
                "horse.jar",
                horse("2.0.0")
                        .header("Posthouse-Swap", "alone")
                        .header("Import-Package", "org.osgi.framework,org.example.hay")
                        .bytes());
        house.awaitRefusal("org.example.hay");
        assertThat(house.inCharge()).contains("1.0.0");
        assertThat(events).doesNotContain(BundleEvent.STOPPED);
    }

    @Test
    void aPlugInOfTheDistributionIsSwitchedOffAndOn() throws Exception {
        String access = "org.posthouse.filter.access";
        house.distribute(new TestJar(access, "0.1.0").activator(Stable.class).with(Horse.class));
        house.awaitInCharge("0.1.0");
        assertThat(house.plugIns.stop("access").state()).isEqualTo("stopped");
        assertThat(house.inCharge()).isEmpty();
        assertThat(house.plugIns.start("access").state()).isEqualTo("active");
        assertThat(house.inCharge()).contains("0.1.0");
        assertThat(house.plugIns.stop("access").state()).isEqualTo("stopped");
        assertThat(house.inCharge()).isEmpty();
    }

    @Test
    void theWayInOfTheAdministratorIsNeverSwitchedOff() throws Exception {
        String shell = "org.posthouse.console.shell";
        house.distribute(new TestJar(shell, "0.1.0").activator(Stable.class).with(Horse.class));
        assertThatThrownBy(() -> house.plugIns.stop("console.shell"))
                .isInstanceOf(MailException.class)
                .hasMessageContaining("carries out the administrator's commands");
        assertThat(house.inCharge()).contains("0.1.0");
        house.book.turn(shell, false);
        house.stop();
        house.open();
        house.distribute(new TestJar(shell, "0.1.0").activator(Stable.class).with(Horse.class));
        await().until(() -> house.plugIns.settled());
        assertThat(house.inCharge()).contains("0.1.0");
        assertThat(house.book.off()).isEmpty();
    }

    @Test
    void whileTheFrameworkStartsItsBundlesNobodyElseDoes() throws Exception {
        house.plugIns.close();
        Bundle owner = house.distribute(new TestJar("org.posthouse.core.owner", "0.1.0").activator(Grazing.class));
        house.plugIns = new HousePlugIns(owner.getBundleContext(), house.book, home, Duration.ofSeconds(1));
        Path jar = Files.write(home.resolve("horse.jar"), horse("1.0.0").bytes());
        assertThatThrownBy(() -> house.plugIns.install(jar)).hasMessageContaining("still starting");
        house.drop("horse-2.jar", horse("2.0.0").bytes());
        assertThat(house.plugIns.settled()).isFalse();
        FrameworkStartLevel level = house.felix.context().getBundle(0).adapt(FrameworkStartLevel.class);
        level.setStartLevel(level.getStartLevel() + 3);
        await().until(() -> house.inCharge().isPresent());
        assertThat(house.plugIns
                        .install(Files.write(jar, horse("3.0.0").bytes()))
                        .version())
                .isEqualTo("3.0.0");
    }

    @Test
    void aPlugInOfTheDistributionIsReplacedAndComesBack() throws Exception {
        String access = "org.posthouse.filter.access";
        house.distribute(new TestJar(access, "0.1.0").activator(Stable.class).with(Horse.class));
        house.awaitInCharge("0.1.0");
        Path lower = house.drop(
                "lower.jar",
                new TestJar(access, "0.0.9")
                        .activator(Stable.class)
                        .with(Horse.class)
                        .bytes());
        Path higher = house.drop(
                "higher.jar",
                new TestJar(access, "0.2.0")
                        .activator(Stable.class)
                        .with(Horse.class)
                        .bytes());
        house.awaitInCharge("0.2.0");
        assertThat(house.plugIns.find("access")).singleElement().satisfies(each -> {
            assertThat(each.version()).isEqualTo("0.2.0");
            assertThat(each.role()).isEqualTo("filter");
        });
        house.plugIns.undo("access");
        house.awaitInCharge("0.1.0");
        assertThat(higher).doesNotExist();
        assertThat(lower).doesNotExist();
        house.plugIns.undo("access");
        house.awaitInCharge("0.2.0");
        house.plugIns.remove("access");
        house.awaitInCharge("0.1.0");
        assertThatThrownBy(() -> house.plugIns.remove("access"))
                .isInstanceOf(MailException.class)
                .hasMessageContaining("belongs to the distribution");
    }

    @Test
    void undoAfterARenameBringsTheFormerContentBackUnderTheSameName() throws Exception {
        Path file = house.drop("horse.jar", horse("1.0.0").bytes());
        house.awaitInCharge("1.0.0");
        house.drop("horse.jar", horse("2.0.0").bytes());
        house.awaitInCharge("2.0.0");
        assertThat(house.plugIns.undo("horse").version()).isEqualTo("1.0.0");
        house.awaitInCharge("1.0.0");
        assertThat(Files.readAllBytes(file)).isEqualTo(horse("1.0.0").bytes());
        house.plugIns.undo("horse");
        house.awaitInCharge("2.0.0");
    }

    @Test
    void undoWithSeveralFilesLeavesOnlyTheOneThatRuns() throws Exception {
        house.drop("horse-1.jar", horse("1.0.0").bytes());
        house.awaitInCharge("1.0.0");
        house.drop("horse-2.jar", horse("2.0.0").bytes());
        house.awaitInCharge("2.0.0");
        house.plugIns.undo(NAME);
        house.awaitInCharge("1.0.0");
        assertThat(house.folder.toFile().list()).hasSize(1);
        assertThatThrownBy(() -> house.plugIns.undo("mule")).hasMessageContaining("there is no plug-in mule");
    }

    @Test
    void anInstallationThatFailsLeavesTheFolderAsItWas() throws Exception {
        Path file = house.drop("horse.jar", horse("1.0.0").bytes());
        house.awaitInCharge("1.0.0");
        Path bad = Files.write(
                home.resolve("horse.jar"),
                new TestJar(NAME, "2.0.0").activator(Lame.class).bytes());
        assertThatThrownBy(() -> house.plugIns.install(bad))
                .isInstanceOf(MailException.class)
                .hasMessageContaining("lost a shoe");
        assertThat(Files.readAllBytes(file)).isEqualTo(horse("1.0.0").bytes());
        assertThat(house.folder.toFile().list()).containsExactly("horse.jar");
        assertThat(house.inCharge()).contains("1.0.0");
        assertThat(house.plugIns.why(NAME))
                .singleElement()
                .asString()
                .contains("2.0.0 of horse.jar", "lost a shoe", "the version before goes on");
        Path good = Files.write(home.resolve("horse-3.jar"), horse("3.0.0").bytes());
        assertThat(house.plugIns.install(good).version()).isEqualTo("3.0.0");
        house.awaitInCharge("3.0.0");
        assertThat(house.folder.toFile().list()).containsExactly("horse-3.jar");
        assertThat(house.plugIns.why(NAME)).isEmpty();
        assertThatThrownBy(() -> house.plugIns.install(bad)).hasMessageContaining("higher version 3.0.0");
    }

    @Test
    void anInstallationThatCannotBeWrittenChangesNothing() throws Exception {
        Path file = house.drop("horse.jar", horse("1.0.0").bytes());
        house.awaitInCharge("1.0.0");
        house.plugIns.stop(NAME);
        Path next = Files.write(home.resolve("horse-2.jar"), horse("2.0.0").bytes());
        Files.createDirectory(house.folder.resolve("horse-2.jar"));
        Files.createDirectory(house.folder.resolve(NAME + "-2.0.0.jar"));
        assertThatThrownBy(() -> house.plugIns.install(next)).hasMessageContaining("plugins/ cannot be changed");
        assertThat(Files.readAllBytes(file)).isEqualTo(horse("1.0.0").bytes());
        assertThat(house.folder.toFile().list((folder, name) -> name.startsWith(".")))
                .isEmpty();
        assertThat(house.inCharge()).isEmpty();
        house.plugIns.start(NAME);
        house.awaitInCharge("1.0.0");
    }

    @Test
    void aChangeThatIsBrokenOffTakesNoPlugInAway() throws Exception {
        house.drop("horse-1.jar", horse("1.0.0").bytes());
        house.awaitInCharge("1.0.0");
        house.stop();
        breakOff(edit -> edit.delete(house.folder.resolve("horse-1.jar")));
        house.open();
        house.awaitInCharge("1.0.0");
        house.stop();
        Path next = Files.write(home.resolve("next"), horse("2.0.0").bytes());
        breakOff(edit -> edit.put(house.folder.resolve("horse-1.jar"), next));
        assertThat(house.folder.toFile().list()).hasSize(2);
        house.open();
        house.awaitInCharge("2.0.0");
        assertThat(house.folder.toFile().list()).containsExactly("horse-1.jar");
    }

    /** As a power cut would. */
    private void breakOff(Broken change) throws Exception {
        Shelf shelf = new Shelf(home.resolve("data/plugins"));
        @SuppressWarnings("resource") // that it is never closed is the point
        FolderEdit edit = new FolderEdit(new PlugInFolder(house.folder, shelf, System::nanoTime));
        change.make(edit);
    }

    @FunctionalInterface
    private interface Broken {
        void make(FolderEdit edit) throws Exception;
    }

    @Test
    void whatIsSwitchedOffStaysOffAfterARestartAndNobodyWaitsForIt() throws Exception {
        house.drop("horse.jar", horse("1.0.0").bytes());
        house.awaitInCharge("1.0.0");
        assertThat(house.plugIns.stop("horse").state()).isEqualTo("stopped");
        assertThat(house.row.seats()).singleElement().satisfies(seat -> assertThat(seat.expected())
                .isFalse());
        house.stop();
        house.open();
        await().until(() -> house.plugIns.settled());
        assertThat(house.inCharge()).isEmpty();
        assertThat(house.plugIns.why("horse")).containsExactly("it is switched off");
        assertThat(house.plugIns.start("horse").state()).isEqualTo("active");
        assertThat(house.inCharge()).contains("1.0.0");
    }

    @Test
    void afterARestartTheFormerContentRunsIfTheFileHasBecomeUnusable() throws Exception {
        Path file = house.drop("horse.jar", horse("1.0.0").bytes());
        house.awaitInCharge("1.0.0");
        house.stop();
        Files.write(file, Arrays.copyOf(horse("2.0.0").bytes(), 500));
        house.open();
        house.awaitInCharge("1.0.0");
        house.awaitRefusal("broken or incomplete");
        assertThat(house.inCharge()).contains("1.0.0");
        house.drop("horse.jar", horse("2.0.0").bytes());
        house.awaitInCharge("2.0.0");
    }

    @Test
    void startedSafeNothingOfTheFolderRunsAndIsMissedThoughTheStartDoesNotWaitForIt() throws Exception {
        Path file = house.drop("horse.jar", horse("1.0.0").bytes());
        house.awaitInCharge("1.0.0");
        house.stop();
        house.open(true);
        assertThat(house.plugIns.settled()).isTrue();
        assertThat(house.row.seats()).singleElement().satisfies(seat -> assertThat(seat.expected())
                .isTrue());
        assertThat(row().version()).isEqualTo("1.0.0");
        assertThat(row().state()).isEqualTo("stopped");
        assertThat(row().file()).contains(file);
        assertThat(house.plugIns.why("horse")).singleElement().asString().contains("--safe");
        assertThatThrownBy(() -> house.plugIns.install(file)).hasMessageContaining("--safe");
        house.stop();
        house.open();
        house.awaitInCharge("1.0.0");
    }

    @Test
    void whatRunsGoesOnWhenTheFoldersOwnerIsReplaced() throws Exception {
        house.drop("horse.jar", horse("1.0.0").bytes());
        house.awaitInCharge("1.0.0");
        long bundle = house.felix.context().getBundles()[1].getBundleId();
        house.plugIns.close();
        house.plugIns = new HousePlugIns(house.felix.context(), house.book, home, Duration.ofSeconds(1));
        await().until(() -> house.plugIns.settled());
        assertThat(house.felix.context().getBundle(bundle)).isNotNull();
        house.drop("horse.jar", horse("2.0.0").bytes());
        house.awaitInCharge("2.0.0");
    }

    @Test
    void aPlugInStoppedInTheFrameworkIsNotWaitedForButAnUpdatedOneIs() throws Exception {
        house.drop("horse.jar", horse("1.0.0").bytes());
        house.awaitInCharge("1.0.0");
        var seat = house.row.seats().get(0);
        house.felix.context().getBundles()[1].stop();
        await().until(() -> !seat.expected());
        house.plugIns.start(NAME);
        house.awaitInCharge("1.0.0");
        await().until(seat::expected);
        house.felix
                .context()
                .getBundles()[1]
                .update(new ByteArrayInputStream(horse("1.0.5").bytes()));
        assertThat(house.inCharge()).contains("1.0.5");
        assertThat(seat.expected()).isTrue();
    }
}
