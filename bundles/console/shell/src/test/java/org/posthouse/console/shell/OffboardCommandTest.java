package org.posthouse.console.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.posthouse.api.account.Account;
import org.posthouse.api.account.Directory;
import org.posthouse.api.mail.Address;
import org.posthouse.api.net.Listeners;
import org.posthouse.api.route.Route;
import org.posthouse.api.route.Router;
import org.posthouse.testkit.FakeClient;
import org.posthouse.testkit.FakeDirectory;

final class OffboardCommandTest {
    private final FakeDirectory directory =
            new FakeDirectory("school.edu").account("kate@school.edu", false).account("head@school.edu", true);
    private final FakeListeners listeners = new FakeListeners();
    private Screen screen = new Screen();

    private int run(String... words) throws Exception {
        Router router = (Router) Proxy.newProxyInstance(
                Router.class.getClassLoader(),
                new Class<?>[] {Router.class},
                (proxy, method, arguments) -> route((Address) arguments[0]));
        return new Offered()
                .with(Directory.class, directory)
                .with(Listeners.class, listeners)
                .with(Router.class, router)
                .run(AccountCommands.all(), screen, words);
    }

    private static Route route(Address address) {
        return address.localPart().equals("nobody")
                ? new Route.Nobody(address, "No such user here")
                : new Route.Remote(address);
    }

    private void connect(String user) {
        FakeClient client = new FakeClient();
        client.loggedInAs(user);
        listeners.clients.add(client);
    }

    @Test
    void whoLeavesCannotLogInAndIsCutOffWhileOthersStay() throws Exception {
        connect("kate@school.edu");
        connect("head@school.edu");
        assertThat(run("account", "offboard", "kate@school.edu")).isZero();
        Account kate = directory.account("kate@school.edu");
        assertThat(kate.enabled()).isFalse();
        assertThat(kate.protocols()).isEmpty();
        assertThat(listeners.clients).hasSize(1);
        assertThat(screen.out()).contains("1 connection ended", "new mail is refused", "account remove kate");
    }

    @Test
    void atATerminalItIsSaidWhatEndsAndAsked() throws Exception {
        connect("kate@school.edu");
        screen = new Screen("no\n");
        assertThat(run("account", "offboard", "kate@school.edu")).isEqualTo(Commands.REFUSED);
        assertThat(screen.err())
                .contains(
                        "kate@school.edu will not be able to log in, 1 connection will be ended, and new mail is refused");
        assertThat(directory.account("kate@school.edu").enabled()).isTrue();
        assertThat(run("account", "offboard", "kate@school.edu", "--yes")).isZero();
    }

    @Test
    void newMailGoesOnWhereItIsToldTo() throws Exception {
        directory.aliases.put(
                FakeDirectory.address("info@school.edu"), List.of(FakeDirectory.address("kate@school.edu")));
        assertThat(run(
                        "account",
                        "offboard",
                        "kate@school.edu",
                        "--forward",
                        "ron@example.com",
                        "--keep-copy",
                        "--json"))
                .isZero();
        Account kate = directory.account("kate@school.edu");
        assertThat(kate.enabled()).isTrue();
        assertThat(kate.protocols()).isEmpty();
        assertThat(kate.forward())
                .hasValueSatisfying(forward -> assertThat(forward.keepCopy()).isTrue());
        assertThat(screen.out())
                .contains(
                        "\"newMail\" : \"forwarded\"", "\"aliases\" : [ \"info@school.edu\" ]", "\"login\" : \"off\"");
    }

    @Test
    void mailStillComesInWhereItIsKept() throws Exception {
        assertThat(run("account", "offboard", "kate@school.edu", "--keep-mail")).isZero();
        assertThat(directory.account("kate@school.edu").enabled()).isTrue();
        assertThat(directory.account("kate@school.edu").protocols()).isEmpty();
    }

    @Test
    void itMayBeDoneAgainAndSaysWhatIsLeft() throws Exception {
        connect("kate@school.edu");
        listeners.stubborn = true;
        assertThat(run("account", "offboard", "kate@school.edu")).isEqualTo(Commands.PROBLEMS);
        assertThat(screen.err()).contains("1 connection of it", "again");
        listeners.stubborn = false;
        assertThat(run("account", "offboard", "kate@school.edu")).isZero();
    }

    @Test
    void nothingChangesWhenItIsRefused() throws Exception {
        Account before = directory.account("kate@school.edu");
        assertThat(run("account", "offboard", "nobody@school.edu")).isEqualTo(Commands.REFUSED);
        assertThat(run("account", "offboard", "head@school.edu")).isEqualTo(Commands.REFUSED);
        assertThat(screen.err()).contains("last administrator");
        assertThat(run("account", "offboard", "kate@school.edu", "--forward", "nobody@school.edu"))
                .isEqualTo(Commands.REFUSED);
        assertThat(run("account", "offboard", "kate@school.edu", "--forward", "kate@school.edu"))
                .isEqualTo(Commands.WRONG_USAGE);
        assertThat(run("account", "offboard", "kate@school.edu", "--keep-copy")).isEqualTo(Commands.WRONG_USAGE);
        assertThat(run("account", "offboard", "kate@school.edu", "--keep-mail", "--forward", "ron@example.com"))
                .isEqualTo(Commands.WRONG_USAGE);
        assertThat(directory.account("kate@school.edu")).isEqualTo(before);
    }

    @Test
    void aFormerAddressStaysAsAnAliasIfWanted() throws Exception {
        assertThat(run("account", "rename", "kate@school.edu", "kay@school.edu", "--keep-address", "--json"))
                .isZero();
        assertThat(directory.account("kay@school.edu").enabled()).isTrue();
        assertThat(screen.out()).contains("\"former\" : \"kate@school.edu\"", "\"aliases\" : [ \"kate@school.edu\" ]");
        assertThat(run("account", "rename", "nobody@school.edu", "n@school.edu"))
                .isEqualTo(Commands.REFUSED);
    }
}
