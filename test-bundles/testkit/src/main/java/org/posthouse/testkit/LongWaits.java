package org.posthouse.testkit;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * How tests wait for a condition unless they say otherwise: a busy machine is no failure, nor is what another thread
 * throws, as the one that an earlier test let fail on purpose. Found by JUnit itself.
 */
public final class LongWaits implements LauncherSessionListener {
    private static final Duration LONGEST = Duration.ofMinutes(3);

    @Override
    public void launcherSessionOpened(LauncherSession session) {
        Awaitility.setDefaultTimeout(LONGEST);
        Awaitility.doNotCatchUncaughtExceptionsByDefault();
    }
}
