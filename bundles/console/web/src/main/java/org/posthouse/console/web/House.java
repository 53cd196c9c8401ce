package org.posthouse.console.web;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;
import org.posthouse.api.account.Accounts;
import org.posthouse.api.account.Directory;
import org.posthouse.console.web.login.Doorkeeper;
import org.posthouse.console.web.login.Sessions;

/** What the console's parts share. Settings change in place, so that who saves them is not thrown out by it. */
@Component(name = House.NAME, configurationPid = House.NAME, service = House.class, immediate = true)
@Designate(ocd = WebConfiguration.class)
public final class House {
    static final String NAME = "org.posthouse.console.web";

    private final int portOffset;
    private final Sessions sessions;
    private final Doorkeeper doorkeeper;
    private final Uploads uploads;
    private volatile WebSettings settings;

    @Activate
    public House(
            BundleContext bundle,
            @Reference Accounts accounts,
            @Reference Directory directory,
            WebConfiguration configuration) {
        this.portOffset = portOffset(bundle);
        this.settings = WebSettings.of(configuration, portOffset);
        this.sessions = new Sessions(Clock.systemUTC(), new SecureRandom(), settings.idle(), settings.lifetime());
        this.doorkeeper = new Doorkeeper(accounts, directory, sessions, Clock.systemUTC());
        this.uploads = new Uploads(
                Path.of(bundle.getProperty("posthouse.home"))
                        .resolve("data/plugins")
                        .resolve(NAME)
                        .resolve("uploads"),
                () -> settings.upload());
        uploads.begin();
    }

    @Modified
    void change(WebConfiguration configuration) {
        settings = WebSettings.of(configuration, portOffset);
        sessions.limits(settings.idle(), settings.lifetime());
    }

    Doorkeeper doorkeeper() {
        return doorkeeper;
    }

    Uploads uploads() {
        return uploads;
    }

    WebSettings settings() {
        return settings;
    }

    static int portOffset(BundleContext bundle) {
        String offset = bundle.getProperty("posthouse.port.offset");
        return offset == null || offset.isBlank() ? 0 : Integer.parseInt(offset.strip());
    }
}
