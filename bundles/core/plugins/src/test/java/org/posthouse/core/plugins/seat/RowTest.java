package org.posthouse.core.plugins.seat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.lang.ref.PhantomReference;
import java.lang.ref.ReferenceQueue;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.example.horse.Horse;
import org.example.horse.Shy;
import org.example.horse.Stable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.osgi.framework.wiring.BundleWiring;
import org.osgi.framework.wiring.FrameworkWiring;
import org.posthouse.api.plugin.GoneException;
import org.posthouse.api.plugin.Occupant;
import org.posthouse.api.plugin.Seat;
import org.posthouse.core.plugins.FelixHouse;
import org.posthouse.core.plugins.TestJar;

class RowTest {
    private static final String NAME = "org.example.horse";

    private final List<String> told = new CopyOnWriteArrayList<>();

    @TempDir
    Path folder;

    private FelixHouse house;
    private SeatBook book;
    private HouseSeats seats;
    private Row<Supplier<String>> row;

    @BeforeEach
    void openRow() throws Exception {
        house = new FelixHouse(folder.resolve("cache"));
        book = new SeatBook(folder.resolve("seats"), Duration.ofSeconds(10));
        seats = new HouseSeats(house.context(), book, Limits.DEFAULT);
        row = open();
    }

    @AfterEach
    void stop() throws Exception {
        seats.close();
        book.close();
        house.stop();
    }

    @SuppressWarnings("unchecked") // a class literal knows no type arguments
    private Row<Supplier<String>> open() {
        Class<Supplier<String>> type = (Class<Supplier<String>>) (Class<?>) Supplier.class;
        return (Row<Supplier<String>>) seats.open(type, seat -> told.add(seat.filled() ? "filled" : "empty"));
    }

    private Bundle start(String version) throws Exception {
        byte[] jar = new TestJar(NAME, version)
                .activator(Stable.class)
                .with(Horse.class)
                .bytes();
        Bundle bundle =
                house.context().installBundle("test:" + version + System.nanoTime(), new ByteArrayInputStream(jar));
        bundle.start();
        return bundle;
    }

    private String called() throws Exception {
        return row.seats().get(0).current().orElseThrow().call(Supplier::get);
    }

    @Test
    void aSeatIsMadeByTheFirstServiceAndOutlivesIt() throws Exception {
        assertThat(row.seats()).isEmpty();
        Bundle first = start("1.0.0");
        Seat<Supplier<String>> seat = row.where("posthouse.horse", "fast").orElseThrow();
        assertThat(seat.plugin()).isEqualTo(NAME);
        assertThat(seat.filled()).isTrue();
        assertThat(called()).isEqualTo("1.0.0");
        first.stop();
        assertThat(row.seats()).containsExactly(seat);
        assertThat(seat.filled()).isFalse();
        assertThat(seat.expected()).isTrue();
        assertThat(seat.properties()).containsEntry("posthouse.horse", "fast");
        assertThat(told).containsExactly("filled", "empty");
    }

    @Test
    void aServiceThatIsConfiguredInPlaceSaysSo() {
        Supplier<String> service = () -> "";
        ServiceRegistration<?> registration = house.context()
                .registerService(
                        Supplier.class.getName(),
                        service,
                        FrameworkUtil.asDictionary(Map.of("service.pid", NAME, "speed", "slow")));
        Occupant<Supplier<String>> pinned =
                row.seats().get(0).pin(Duration.ZERO).orElseThrow();
        String before = pinned.configuration();
        registration.setProperties(FrameworkUtil.asDictionary(Map.of("service.pid", NAME, "speed", "fast")));
        assertThat(pinned.configuration()).isNotEmpty().isNotEqualTo(before);
        assertThat(row.seats().get(0).current().orElseThrow().configuration()).isEqualTo(pinned.configuration());
        pinned.close();
    }

    @Test
    void twoVersionsSideBySideChangeWithoutAGap() throws Exception {
        Bundle first = start("1.0.0");
        AtomicBoolean end = new AtomicBoolean();
        AtomicInteger empty = new AtomicInteger();
        ExecutorService thread = Executors.newSingleThreadExecutor();
        Future<?> looking = thread.submit(() -> {
            while (!end.get()) {
                if (row.seats().get(0).current().isEmpty()) {
                    empty.incrementAndGet();
                }
            }
        });
        Bundle second = start("1.0.1");
        assertThat(called()).isEqualTo("1.0.1");
        first.stop();
        start("1.0.0");
        assertThat(called()).isEqualTo("1.0.1");
        second.stop();
        assertThat(called()).isEqualTo("1.0.0");
        end.set(true);
        looking.get(120, TimeUnit.SECONDS);
        thread.shutdown();
        assertThat(empty).hasValue(0);
    }

    @Test
    void anUpdateInPlaceIsWaitedFor() throws Exception {
        Bundle bundle = start("1.0.0");
        AtomicBoolean end = new AtomicBoolean();
        ExecutorService thread = Executors.newSingleThreadExecutor();
        Future<Integer> calls = thread.submit(() -> {
            int made = 0;
            while (!end.get()) {
                try (Occupant<Supplier<String>> pin =
                        row.seats().get(0).pin(Duration.ofSeconds(5)).orElseThrow()) {
                    pin.call(Supplier::get);
                    made++;
                } catch (GoneException e) {
                    // Again, with the next version.
                    made += 0;
                }
            }
            return made;
        });
        for (int i = 1; i <= 10; i++) {
            byte[] jar = new TestJar(NAME, "1.0." + i)
                    .activator(Stable.class)
                    .with(Horse.class)
                    .bytes();
            bundle.update(new ByteArrayInputStream(jar));
        }
        end.set(true);
        assertThat(calls.get(120, TimeUnit.SECONDS)).isPositive();
        assertThat(called()).isEqualTo("1.0.10");
        thread.shutdown();
    }

    @Test
    void whoeverForgetsAPinKeepsNoClassLoader() throws Exception {
        Bundle old = start("1.0.0");
        Occupant<Supplier<String>> forgotten =
                row.seats().get(0).pin(Duration.ZERO).orElseThrow();
        Occupant<Supplier<String>> look = row.seats().get(0).current().orElseThrow();
        start("2.0.0");
        ReferenceQueue<ClassLoader> queue = new ReferenceQueue<>();
        PhantomReference<ClassLoader> loader =
                new PhantomReference<>(old.adapt(BundleWiring.class).getClassLoader(), queue);
        old.stop();
        old.uninstall();
        house.context().getBundle(0).adapt(FrameworkWiring.class).refreshBundles(List.of(old));
        old = null;
        await().atMost(Duration.ofMinutes(3)).until(() -> {
            System.gc();
            return queue.poll() == loader;
        });
        assertThat(forgotten.version()).isEqualTo("1.0.0");
        assertThat(look.leaving()).isTrue();
    }

    @Test
    void aServiceThatCannotBeMadeYetIsAskedForAgain() throws Exception {
        byte[] jar = new TestJar(NAME, "1.0.0")
                .activator(Shy.class)
                .with(Horse.class)
                .with(Class.forName(Shy.class.getName() + "$Calls"))
                .bytes();
        house.context().installBundle("test:shy", new ByteArrayInputStream(jar)).start();
        Seat<Supplier<String>> seat = row.where("posthouse.horse", "shy").orElseThrow();
        await().until(seat::filled);
        assertThat(called()).isEqualTo("shy");
        assertThat(row.seats()).containsExactly(seat);
    }

    @Test
    void whoeverOffersAServiceThatCannotBeMadeIsExpectedAndNotNobody() throws Exception {
        byte[] jar = new TestJar(NAME, "1.0.0")
                .activator(Shy.class)
                .with(Horse.class)
                .with(Class.forName(Shy.class.getName() + "$Calls"))
                .header("Horse-Calls", "1000")
                .bytes();
        Bundle bundle = house.context().installBundle("test:shy", new ByteArrayInputStream(jar));
        bundle.start();
        Seat<Supplier<String>> seat = row.where("posthouse.horse", "shy").orElseThrow();
        assertThat(seat.filled()).isFalse();
        assertThat(seat.expected()).isTrue();
        assertThat(book.settled()).isFalse();
        bundle.stop();
        assertThat(row.seats()).isEmpty();
        assertThat(book.settled()).isTrue();
    }

    @Test
    void afterARestartTheAbsentAreExpected() throws Exception {
        start("1.0.0");
        seats.close();
        book.close();
        house.stop();
        house = new FelixHouse(folder.resolve("cache"));
        book = new SeatBook(folder.resolve("seats"), Duration.ofSeconds(10));
        seats = new HouseSeats(house.context(), book, Limits.DEFAULT);
        row = open();
        Seat<Supplier<String>> seat = row.where("posthouse.horse", "fast").orElseThrow();
        assertThat(seat.filled()).isFalse();
        assertThat(book.settled()).isFalse();
        start("1.0.0");
        assertThat(seat.pin(Duration.ofSeconds(5))).isPresent();
        assertThat(book.settled()).isTrue();
        book.forget(NAME);
        assertThat(row.seats()).hasSize(1);
    }

    @Test
    void aForgottenPlugInTakesItsEmptySeatAlong() throws Exception {
        Bundle bundle = start("1.0.0");
        bundle.uninstall();
        book.forget(NAME);
        assertThat(row.seats()).isEmpty();
        assertThat(told).containsExactly("filled", "empty", "empty");
    }
}
