package org.posthouse.console.accounts;

import java.security.SecureRandom;
import java.time.Clock;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.posthouse.api.account.Directory;
import org.posthouse.api.config.Configurations;
import org.posthouse.api.dns.Resolver;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.route.Router;
import org.posthouse.api.store.MailStore;
import org.posthouse.lib.page.Html;
import org.posthouse.lib.page.Kept;
import org.posthouse.spi.console.ConsolePage;
import org.posthouse.spi.console.Said;
import org.posthouse.spi.console.Visit;

/** Who has mail here: accounts, domains, aliases, and what becomes of mail for an address. */
@Component
public final class AccountsPage implements ConsolePage {
    static final String PATH = "accounts";

    private final ListView list;
    private final AccountView account;
    private final DomainsView domains;
    private final AliasesView aliases;
    private final ExplainView explanation;
    private final StoreView store;
    private final AccountOrders accountOrders;
    private final AddressOrders addressOrders;
    private final StoreOrders storeOrders;

    @Activate
    public AccountsPage(
            @Reference Directory directory,
            @Reference MailStore store,
            @Reference Router router,
            @Reference Configurations configurations,
            @Reference Resolver resolver) {
        this(new House(directory, store, router, configurations, resolver));
    }

    AccountsPage(House house) {
        Kept<Draft> drafts = new Kept<>(new SecureRandom());
        this.list = new ListView(house, drafts);
        this.account = new AccountView(house);
        this.domains = new DomainsView(house);
        this.aliases = new AliasesView(house);
        this.explanation = new ExplainView(house);
        this.store = new StoreView(house, Clock.systemUTC());
        this.accountOrders = new AccountOrders(house, drafts);
        this.addressOrders = new AddressOrders(house);
        this.storeOrders = new StoreOrders(house, Clock.systemUTC());
    }

    @Override
    public String path() {
        return PATH;
    }

    @Override
    public String title() {
        return "Accounts";
    }

    @Override
    public int place() {
        return 30;
    }

    @Override
    public String show(Visit visit) throws MailException {
        Html html = Html.part();
        if (!visit.parameter("account").isEmpty()) {
            account.write(html, visit);
            return html.toString();
        }
        switch (visit.below()) {
            case "" -> list.write(html, visit);
            case "domains" -> domains.write(html, visit);
            case "aliases" -> aliases.write(html, visit);
            case "explain" -> explanation.write(html, visit);
            case "store" -> store.write(html, visit);
            default ->
                Views.begin(html, "Accounts")
                        .element("p", "There is nothing of this address here.", "class", "said bad");
        }
        return html.toString();
    }

    @Override
    public Said act(Visit visit) throws MailException {
        return switch (visit.parameter("action")) {
            case "create" -> accountOrders.create(visit);
            case "change" -> accountOrders.change(visit);
            case "password" -> accountOrders.password(visit);
            case "rename" -> accountOrders.rename(visit);
            case "remove" -> accountOrders.remove(visit);
            case "forward" -> accountOrders.forward(visit);
            case "stay" -> accountOrders.stay(visit);
            case "alias" -> addressOrders.add(visit);
            case "unalias" -> addressOrders.remove(visit);
            case "release" -> addressOrders.release(visit);
            case "domain" -> addressOrders.addDomain(visit);
            case "undomain" -> addressOrders.removeDomain(visit);
            case "catchall" -> addressOrders.catchAll(visit);
            case "compact" -> storeOrders.compact();
            case "recount" -> storeOrders.recount(visit);
            default -> Said.notDone("There is no such order.");
        };
    }
}
