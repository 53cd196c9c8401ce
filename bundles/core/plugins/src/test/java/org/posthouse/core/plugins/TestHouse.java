package org.posthouse.core.plugins;

import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Supplier;
import org.example.horse.Horse;
import org.example.horse.Stable;
import org.osgi.framework.Bundle;
import org.posthouse.api.plugin.GoneException;
import org.posthouse.api.plugin.Occupant;
import org.posthouse.api.plugin.Seat;
import org.posthouse.api.plugin.SeatRow;
import org.posthouse.core.plugins.seat.HouseSeats;
import org.posthouse.core.plugins.seat.Limits;
import org.posthouse.core.plugins.seat.SeatBook;

/** A home with a framework, seats for suppliers, and the folder's owner. May be stopped and opened again on the same home. */
final class TestHouse {
    static final String NAME = "org.example.horse";

    final Path home;
    final Path folder;
    FelixHouse felix;
    SeatBook book;
    HouseSeats seats;
    HousePlugIns plugIns;
    SeatRow<Supplier<String>> row;

    TestHouse(Path home) throws Exception {
        this.home = home;
        this.folder = Files.createDirectories(home.resolve("plugins"));
        open();
    }

    void open() throws Exception {
        open(false);
    }

    void open(boolean safe) throws Exception {
        felix = new FelixHouse(home.resolve("cache"), safe);
        openPlugIns();
    }

    @SuppressWarnings("unchecked") // a class literal knows no type arguments
    private void openPlugIns() throws Exception {
        book = new SeatBook(home.resolve("data/plugins/seats"), Duration.ofSeconds(10));
        seats = new HouseSeats(felix.context(), book, Limits.DEFAULT);
        row = seats.open((Class<Supplier<String>>) (Class<?>) Supplier.class, seat -> {});
        plugIns = new HousePlugIns(felix.context(), book, home, Duration.ofMillis(1500));
    }

    void stop() throws Exception {
        plugIns.close();
        seats.close();
        book.close();
        felix.stop();
    }

    static TestJar horse(String version) {
        return new TestJar(NAME, version).activator(Stable.class).with(Horse.class);
    }

    /** As the distribution would. */
    Bundle distribute(TestJar jar) throws Exception {
        Bundle bundle = felix.context()
                .installBundle("distribution:" + System.nanoTime(), new ByteArrayInputStream(jar.bytes()));
        bundle.start();
        return bundle;
    }

    /** By a rename. */
    Path drop(String file, byte[] jar) throws IOException {
        Path fresh = Files.write(home.resolve("fresh"), jar);
        return Files.move(
                fresh, folder.resolve(file), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** The version in charge, as called. */
    Optional<String> inCharge() {
        for (Seat<Supplier<String>> seat : row.seats()) {
            if (seat.current().isPresent()) {
                try {
                    return Optional.of(seat.current().orElseThrow().<String, RuntimeException>call(Supplier::get));
                } catch (GoneException e) {
                    return inCharge();
                }
            }
        }
        return Optional.empty();
    }

    /** Without a call. */
    Optional<String> versionInCharge() {
        return row.seats().stream()
                .flatMap(seat -> seat.current().stream())
                .map(Occupant::version)
                .findFirst();
    }

    void awaitInCharge(String version) {
        await().atMost(Duration.ofMinutes(3)).until(() -> inCharge().equals(Optional.of(version)));
        // The one before is gone too when its bundle is.
        await().atMost(Duration.ofMinutes(3)).until(() -> bundles() == 1);
    }

    void awaitRefusal(String words) {
        await().atMost(Duration.ofMinutes(3)).until(() -> plugIns.list().stream()
                .anyMatch(each -> each.reason().contains(words)));
    }

    /** Active ones. */
    long bundles() {
        return Arrays.stream(felix.context().getBundles())
                .filter(each -> each.getState() == Bundle.ACTIVE && each.getBundleId() != 0)
                .count();
    }
}
