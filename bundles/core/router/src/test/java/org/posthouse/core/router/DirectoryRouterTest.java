package org.posthouse.core.router;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.posthouse.api.account.Account;
import org.posthouse.api.account.Forward;
import org.posthouse.api.mail.AccountId;
import org.posthouse.api.mail.Address;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.mail.Status;
import org.posthouse.api.route.Route;

class DirectoryRouterTest {
    private final FakeDirectory directory = new FakeDirectory();
    private final DirectoryRouter router = new DirectoryRouter(new Lookup(
            directory,
            directory,
            new OwnAddresses(ip -> ip.getHostAddress().equals("192.0.2.7")
                    || ip.getHostAddress().equals("2001:db8:0:0:0:0:0:1")),
            "+"));

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
        DirectoryRouter without = new DirectoryRouter(
                new Lookup(directory, directory, OwnAddresses.ofThisMachine(Optional.empty()), " "));
        assertThat(without.route(address("kate+x@school.edu"))).isInstanceOf(Route.Nobody.class);
    }

    @Test
    void aDisabledAccountTakesNoMail() throws MailException {
        directory.person(account("ron@example.com").enabled(false).build());
        assertThat(route("ron@example.com"))
                .isEqualTo(new Route.Nobody(
                        address("ron@example.com"), new Status(5, 2, 1), "This mailbox takes no mail"));
    }

    @Test
    void aCatchAllTakesWhatNobodyElseHas() throws MailException {
        directory.alias("*@school.edu", "kate@school.edu");
        directory.person(account("gone@school.edu").enabled(false).build());
        assertThat(route("anything@school.edu"))
                .isEqualTo(new Route.Alias(address("anything@school.edu"), List.of(address("kate@school.edu"))));
        assertThat(route("any+thing@school.edu")).isInstanceOf(Route.Alias.class);
        assertThat(route("kate+news@school.edu")).isInstanceOf(Route.Mailbox.class);
        assertThat(route("gone@school.edu")).isInstanceOf(Route.Nobody.class);
        assertThat(route("gone+news@school.edu")).isInstanceOf(Route.Nobody.class);
        assertThat(route("anything@example.com")).isInstanceOf(Route.Nobody.class);
    }

    @Test
    void aCatchAllCanPassALocalPartOnToAnotherDomain() throws MailException {
        directory.alias("*@example.com", "*@school.edu").alias("postmaster@example.com", "ann@elsewhere.example");
        assertThat(router.resolve(address("kate+news@example.com")))
                .singleElement()
                .satisfies(end -> {
                    assertThat(end).isInstanceOf(Route.Mailbox.class);
                    assertThat(end.address()).isEqualTo(address("kate+news@school.edu"));
                });
        assertThat(router.resolve(address("nobody@example.com")))
                .singleElement()
                .isInstanceOf(Route.Nobody.class);
        assertThat(router.resolve(address("postmaster@example.com")))
                .containsExactly(new Route.Remote(address("ann@elsewhere.example")));
    }

    @Test
    void aForwardedAccountIsNoMailboxByItself() throws MailException {
        directory.person(account("ron@example.com")
                .forward(new Forward(List.of(address("ron@elsewhere.example")), false))
                .build());
        assertThat(route("ron@example.com")).isInstanceOf(Route.Forwarded.class);
        assertThat(route("ron+news@example.com")).isInstanceOf(Route.Forwarded.class);
        directory.person(account("ron@example.com")
                .enabled(false)
                .forward(new Forward(List.of(address("ron@elsewhere.example")), false))
                .build());
        assertThat(route("ron@example.com")).isInstanceOf(Route.Nobody.class);
    }

    @Test
    void postmasterWithoutADomainIsOurs() throws MailException {
        assertThat(router.route(new Address("Postmaster", ""))).isInstanceOf(Route.Alias.class);
        assertThat(router.resolve(new Address("postmaster", "")))
                .singleElement()
                .isInstanceOf(Route.Mailbox.class);
        assertThat(router.ours("")).isTrue();
        assertThat(router.explain(new Address("postmaster", "")).get(0).why())
                .isEqualTo("postmaster of school.edu, alias of school.edu");
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
    void aDirectoryThatIsAwayIsATemporaryFailure() {
        directory.away();
        assertThatThrownBy(() -> route("kate@school.edu"))
                .isInstanceOfSatisfying(
                        MailException.class, e -> assertThat(e.temporary()).isTrue());
    }
}
