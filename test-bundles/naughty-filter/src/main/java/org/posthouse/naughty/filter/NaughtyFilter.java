package org.posthouse.naughty.filter;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.posthouse.spi.filter.Filter;
import org.posthouse.spi.filter.Judgement;
import org.posthouse.spi.filter.Mail;

/** Misbehaves with every message, in the way that its setting says, so that tests see what becomes of the others. */
@Component(name = "org.posthouse.naughty.filter", property = Filter.STAGES + "=message")
@Designate(ocd = NaughtyFilter.Settings.class)
public final class NaughtyFilter implements Filter {
    private static final long SLOW = TimeUnit.MILLISECONDS.toNanos(500);
    private static final long LONG = TimeUnit.SECONDS.toMillis(600);

    @ObjectClassDefinition(name = "Naughty filter", description = "Misbehaves with every message.")
    @interface Settings {
        @AttributeDefinition(
                name = "Behaviour",
                description = "good, throw, error, deep, sleep, slow, loop or spin: how it treats a message.")
        String behaviour() default "good";

        @AttributeDefinition(
                required = false,
                name = "While there is",
                description = "It is good while this file is not there. Empty: it never is.")
        String whileThereIs() default "";
    }

    private final Settings settings;

    @Activate
    public NaughtyFilter(Settings settings) {
        this.settings = settings;
    }

    @Override
    public Judgement message(Mail mail) throws Exception {
        String file = settings.whileThereIs();
        return behave(file.isEmpty() || Files.exists(Path.of(file)) ? settings.behaviour() : "good");
    }

    private Judgement behave(String how) throws InterruptedException {
        switch (how) {
            case "throw" -> throw new IllegalStateException("naughty");
            case "error" -> throw new NoClassDefFoundError("org/example/Missing");
            case "deep" -> deeper(1);
            case "sleep" -> Thread.sleep(LONG);
            case "slow" -> pause(SLOW);
            case "loop" -> pause(Long.MAX_VALUE);
            case "spin" -> spin();
            default -> {}
        }
        return Judgement.none();
    }

    private static long deeper(long depth) {
        return depth < 0 ? depth : 1 + deeper(depth + 1);
    }

    /** Whoever interrupts. */
    private static void pause(long nanos) {
        long begin = System.nanoTime();
        for (long left = nanos; left > 0; left = nanos - (System.nanoTime() - begin)) {
            LockSupport.parkNanos(Math.min(left, TimeUnit.MILLISECONDS.toNanos(100)));
            Thread.interrupted();
        }
    }

    /** For ever, at the cost of a processor. */
    private void spin() {
        while (!settings.behaviour().isEmpty()) {
            Thread.onSpinWait();
        }
    }
}
