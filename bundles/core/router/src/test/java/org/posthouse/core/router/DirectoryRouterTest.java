package org.posthouse.core.router;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.posthouse.api.account.Account;
import org.posthouse.api.mail.AccountId;
import org.posthouse.api.mail.Address;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.route.Route;

class DirectoryRouterTest {
    private final FakeDirectory directory = new FakeDirectory();
    private final DirectoryRouter router = new DirectoryRouter(
            directory,
            directory,
            new OwnAddresses(ip -> ip.getHostAddress().equals("192.0.2.7")
                    || ip.getHostAddress().equals("2001:db8:0:0:0:0:0:1")),
            "+");

    DirectoryRouterTest() {
        directory.domain("school.edu").domain("example.com");
        directory.person(account("kate@school.edu").build());
        directory.alias("postmaster@school.edu", "kate@school.edu");
    }

    private static Account.Builder account(String address) {
        return Account.builder(new AccountId(address.replaceAll("[^a-z0-9]", "-")), address(address));
    }

    private static Address address(String text) {
        return Address.parse(text).orElseThrow();
    }

    private Route route(String text) throws MailException {
        return router.route(address(text));
    }

    @Test
    void anAccountIsAMailbox() throws MailException {
        assertThat(route("Kate@School.EDU")).isInstanceOf(Route.Mailbox.class);
    }

    @Test
    void anUnknownLocalPartIsNobody() throws MailException {
        for (String who : new String[] {"ron", "a%b", "a!b", "a@b", "${jndi:x}", "@us:a@b", "+kate", "|cmd"}) {
            assertThat(router.route(new Address(who, "school.edu"))).as(who).isInstanceOf(Route.Nobody.class);
        }
    }

    @Test
    void otherDomainsAreRemote() throws MailException {
        assertThat(route("kate@elsewhere.example")).isInstanceOf(Route.Remote.class);
        assertThat(route("kate@sub.school.edu")).isInstanceOf(Route.Remote.class);
        assertThat(router.ours("SCHOOL.edu")).isTrue();
        assertThat(router.ours("elsewhere.example")).isFalse();
    }

    @Test
    void aSubaddressBelongsToItsOwnerUnlessItIsSomebody() throws MailException {
        assertThat(route("kate+news@school.edu")).isInstanceOfSatisfying(Route.Mailbox.class, mailbox -> {
            assertThat(mailbox.address()).isEqualTo(address("kate+news@school.edu"));
            assertThat(mailbox.account().address()).isEqualTo(address("kate@school.edu"));
        });
        directory.alias("kate+news@school.edu", "list@example.com");
        assertThat(route("kate+news@school.edu")).isInstanceOf(Route.Alias.class);
        DirectoryRouter without = new DirectoryRouter(directory, directory, OwnAddresses.ofThisMachine(), "");
        assertThat(without.route(address("kate+x@school.edu"))).isInstanceOf(Route.Nobody.class);
    }

    @Test
    void aDisabledAccountTakesNoMail() throws MailException {
        directory.person(account("ron@example.com").enabled(false).build());
        assertThat(route("ron@example.com"))
                .isInstanceOfSatisfying(Route.Nobody.class, nobody -> assertThat(nobody.reason())
                        .isEqualTo("This mailbox takes no mail"));
    }

    @Test
    void postmasterWithoutADomainIsOurs() throws MailException {
        assertThat(router.route(new Address("Postmaster", ""))).isInstanceOf(Route.Alias.class);
        assertThat(router.resolve(new Address("postmaster", "")))
                .singleElement()
                .isInstanceOf(Route.Mailbox.class);
        assertThat(router.ours("")).isTrue();
    }

    @Test
    void postmasterOfOurAddressLiteralsIsOurs() throws MailException {
        assertThat(route("postmaster@[192.0.2.7]")).isInstanceOf(Route.Alias.class);
        assertThat(route("postmaster@[IPv6:2001:db8::1]")).isInstanceOf(Route.Alias.class);
        assertThat(route("kate@[192.0.2.7]")).isInstanceOf(Route.Nobody.class);
        for (String other :
                new String[] {"[192.0.2.8]", "[localhost]", "[192.0.2]", "[IPv6:x]", "[", "[]", "[999.0.0.1]"}) {
            assertThat(router.route(new Address("postmaster", other))).as(other).isInstanceOf(Route.Remote.class);
        }
    }

    @Test
    void aliasesAreFollowedToTheirEndsOnce() throws MailException {
        directory.alias("staff@school.edu", "kate@school.edu", "more@school.edu", "x@elsewhere.example");
        directory.alias("more@school.edu", "KATE@school.edu", "gone@school.edu", "staff@school.edu");
        assertThat(router.resolve(address("staff@school.edu")))
                .extracting(Route::address)
                .containsExactly(
                        address("kate@school.edu"), address("x@elsewhere.example"), address("gone@school.edu"));
    }

    @Test
    void anAliasLoopLeadsNowhere() throws MailException {
        directory.alias("a@school.edu", "b@school.edu").alias("b@school.edu", "a@school.edu");
        assertThat(router.resolve(address("a@school.edu"))).singleElement().isInstanceOf(Route.Nobody.class);
    }

    @Test
    void anAliasOfTooManyIsRefusedWhole() {
        List<String> targets = new ArrayList<>();
        for (int i = 0; i < 1100; i++) {
            targets.add("u" + i + "@elsewhere.example");
        }
        directory.alias("all@school.edu", targets.toArray(new String[0]));
        assertThatThrownBy(() -> router.resolve(address("all@school.edu")))
                .isInstanceOf(MailException.class)
                .hasMessageContaining("too many");
    }

    @Test
    void aDirectoryThatIsAwayIsATemporaryFailure() {
        directory.away();
        assertThatThrownBy(() -> route("kate@school.edu"))
                .isInstanceOfSatisfying(
                        MailException.class, e -> assertThat(e.temporary()).isTrue());
    }
}
