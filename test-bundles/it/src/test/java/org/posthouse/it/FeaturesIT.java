package org.posthouse.it;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import javax.inject.Inject;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerMethod;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.wiring.BundleRevision;

/** Every feature boots with what it needs and nothing else. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerMethod.class)
public class FeaturesIT {
    @Inject
    private BundleContext context;

    @Configuration
    public Option[] framework() throws IOException {
        return Booted.with("framework");
    }

    @Configuration
    public Option[] base() throws IOException {
        return Booted.with("base");
    }

    @Configuration
    public Option[] core() throws IOException {
        return Booted.with("core");
    }

    @Configuration
    public Option[] smtp() throws IOException {
        return Booted.with("smtp");
    }

    @Configuration
    public Option[] imap() throws IOException {
        return Booted.with("imap");
    }

    @Configuration
    public Option[] pop3() throws IOException {
        return Booted.with("pop3");
    }

    @Configuration
    public Option[] storeJdbc() throws IOException {
        return Booted.with("store-jdbc");
    }

    @Configuration
    public Option[] storeLog() throws IOException {
        return Booted.with("store-log");
    }

    @Configuration
    public Option[] directoryDerby() throws IOException {
        return Booted.with("directory-derby");
    }

    @Configuration
    public Option[] deliveryLocal() throws IOException {
        return Booted.with("delivery-local");
    }

    @Configuration
    public Option[] deliverySmtp() throws IOException {
        return Booted.with("delivery-smtp");
    }

    @Configuration
    public Option[] access() throws IOException {
        return Booted.with("access");
    }

    @Configuration
    public Option[] shell() throws IOException {
        return Booted.with("shell");
    }

    @Configuration
    public Option[] console() throws IOException {
        return Booted.with("console");
    }

    @Configuration
    public Option[] health() throws IOException {
        return Booted.with("health");
    }

    @Configuration
    public Option[] offline() throws IOException {
        return Booted.with("offline");
    }

    @Configuration
    public Option[] offlineSettings() throws IOException {
        return Booted.with("offline-settings");
    }

    @Configuration
    public Option[] offlineStore() throws IOException {
        return Booted.with("offline-store");
    }

    @Configuration
    public Option[] whole() throws IOException {
        return Booted.with("default");
    }

    @Test
    public void everyBundleIsUp() {
        for (Bundle bundle : context.getBundles()) {
            boolean fragment = (bundle.adapt(BundleRevision.class).getTypes() & BundleRevision.TYPE_FRAGMENT) != 0;
            assertEquals(bundle.getSymbolicName(), fragment ? Bundle.RESOLVED : Bundle.ACTIVE, bundle.getState());
        }
        assertTrue(context.getBundles().length > 8);
    }
}
