package org.posthouse.core.router;

import java.util.List;
import java.util.Optional;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;
import org.posthouse.api.account.Accounts;
import org.posthouse.api.account.Directory;
import org.posthouse.api.mail.Address;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.route.Route;
import org.posthouse.api.route.Router;

/** Says what addresses are and where mail for them ends, by what the directories say at that moment. */
@Component(
        name = "org.posthouse.core.router",
        service = Router.class,
        immediate = true,
        configurationPid = "org.posthouse.core.router")
@Designate(ocd = RouterConfiguration.class)
public final class DirectoryRouter implements Router {
    private final Lookup lookup;

    @Activate
    public DirectoryRouter(
            BundleContext context,
            @Reference Accounts accounts,
            @Reference Directory directory,
            RouterConfiguration config) {
        this(new Lookup(accounts, directory, own(context), config.subaddressSeparators()));
    }

    private static OwnAddresses own(BundleContext context) {
        return OwnAddresses.ofThisMachine(
                OwnAddresses.bound(Optional.ofNullable(context.getProperty("posthouse.bind"))));
    }

    DirectoryRouter(Lookup lookup) {
        this.lookup = lookup;
    }

    /** Other settings: the service stays. */
    @Modified
    void change(RouterConfiguration config) {
        lookup.separators(config.subaddressSeparators());
    }

    @Override
    public boolean ours(String domain) throws MailException {
        return lookup.ours(domain);
    }

    @Override
    public Route route(Address address) throws MailException {
        return lookup.of(address).route();
    }

    @Override
    public List<Route> resolve(Address address) throws MailException {
        return Walk.from(address, lookup).ends();
    }

    @Override
    public List<Explanation> explain(Address address) throws MailException {
        return Walk.from(address, lookup).story();
    }
}
