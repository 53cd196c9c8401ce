package org.posthouse.console.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.posthouse.api.account.Directory;
import org.posthouse.api.mail.Address;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.route.Route;
import org.posthouse.api.route.Router;
import org.posthouse.testkit.FakeDirectory;

final class DeadEndsTest implements Router {
    private final FakeDirectory directory = new FakeDirectory("school.edu").account("kate@school.edu", false);
    private final Screen screen = new Screen();

    private int run(String... words) throws Exception {
        return new Offered()
                .with(Directory.class, directory)
                .with(Router.class, this)
                .run(AliasCommands.all(), screen, words);
    }

    @Test
    void anAliasOfNobodyIsMadeAndThatIsSaid() throws Exception {
        assertThat(run("alias", "add", "info@school.edu", "nobody@school.edu")).isZero();
        assertThat(screen.out())
                .isEqualTo("info@school.edu stands for nobody@school.edu; for now nobody takes mail for"
                        + " nobody@school.edu: 'posthouse trace --explain info@school.edu' says why\n");
    }

    @Test
    void nothingIsAddedWhereMailArrives() throws Exception {
        assertThat(run("alias", "add", "info@school.edu", "ron@example.com")).isZero();
        assertThat(screen.out()).isEqualTo("info@school.edu stands for ron@example.com\n");
    }

    @Test
    void whereThatCannotBeKnownTheAliasIsMadeAllTheSame() throws Exception {
        assertThat(new Offered()
                        .with(Directory.class, directory)
                        .run(AliasCommands.all(), screen, "alias", "add", "a@school.edu", "b@school.edu"))
                .isZero();
        assertThat(screen.out()).isEqualTo("a@school.edu stands for b@school.edu\n");
    }

    @Override
    public Route route(Address address) {
        return address.domain().equals("school.edu")
                ? new Route.Nobody(address, "no account")
                : new Route.Remote(address);
    }

    /** The end of an alias. */
    @Override
    public List<Route> resolve(Address address) throws MailException {
        return directory.targets(address).stream().map(this::route).toList();
    }

    @Override
    public List<Explanation> explain(Address address) {
        return List.of();
    }

    @Override
    public boolean ours(String domain) {
        return domain.equals("school.edu");
    }
}
