package org.posthouse.core.router;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.posthouse.api.account.Account;
import org.posthouse.api.account.Forward;
import org.posthouse.api.mail.AccountId;
import org.posthouse.api.mail.Address;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.mail.Status;
import org.posthouse.api.route.Route;

class WalkTest {
    private final FakeDirectory directory = new FakeDirectory();
    private final DirectoryRouter router =
            new DirectoryRouter(new Lookup(directory, directory, new OwnAddresses(ip -> false), "+"));

    @BeforeEach
    void somebodyIsThere() {
        directory.domain("school.edu");
        stays("kate");
        stays("ron");
    }

    private static Address address(String text) {
        return Address.parse(text).orElseThrow();
    }

    private static Account.Builder account(String name) {
        return Account.builder(new AccountId(name), address(name + "@school.edu"));
    }

    private void stays(String name) {
        directory.person(account(name).build());
    }

    private void forward(String name, boolean keepCopy, String... targets) {
        List<Address> to = Stream.of(targets).map(WalkTest::address).toList();
        directory.person(account(name).forward(new Forward(to, keepCopy)).build());
    }

    /** The ends as words: mailboxes by their accounts, others by kind. */
    private List<String> ends(String of) throws MailException {
        return router.resolve(address(of)).stream().map(WalkTest::word).toList();
    }

    private static String word(Route end) {
        if (end instanceof Route.Mailbox mailbox) {
            return "mailbox " + mailbox.account().id();
        }
        return end instanceof Route.Nobody nobody
                ? nobody.status() + " " + nobody.address()
                : "remote " + end.address();
    }

    /** One line for each step, two spaces deeper for what follows from it. */
    private List<String> story(String of) throws MailException {
        return router.explain(address(of)).stream()
                .map(step -> "  ".repeat(step.depth()) + step.address() + ": " + step.kind() + ": " + step.why())
                .toList();
    }

    @Test
    void aliasesAreFollowedToTheirEndsOnce() throws MailException {
        directory.alias("staff@school.edu", "kate@school.edu", "more@school.edu", "x@elsewhere.example");
        directory.alias(
                "more@school.edu", "KATE@school.edu", "kate+work@school.edu", "gone@school.edu", "staff@school.edu");
        assertThat(ends("staff@school.edu"))
                .containsExactly("mailbox kate", "5.1.1 gone@school.edu", "remote x@elsewhere.example");
        assertThat(story("staff@school.edu"))
                .containsExactly(
                        "staff@school.edu: alias: alias of school.edu",
                        "  kate@school.edu: account: mailbox of kate@school.edu",
                        "  more@school.edu: alias: alias of school.edu",
                        "    KATE@school.edu: again: met before: mail goes there once",
                        "    kate+work@school.edu: subaddress: subaddress of kate@school.edu",
                        "      kate@school.edu: again: met before: mail goes there once",
                        "    gone@school.edu: nobody: no account, alias or catch-all of school.edu has this address",
                        "    staff@school.edu: loop: leads back to itself: not followed again",
                        "  x@elsewhere.example: remote: elsewhere.example is no domain of ours");
    }

    @Test
    void aForwardGoesOnAndACopyStaysIfItIsToldTo() throws MailException {
        forward("kate", false, "kate@elsewhere.example", "ron@school.edu");
        assertThat(ends("kate@school.edu")).containsExactly("remote kate@elsewhere.example", "mailbox ron");
        forward("kate", true, "kate@elsewhere.example");
        assertThat(ends("kate+news@school.edu")).containsExactly("mailbox kate", "remote kate@elsewhere.example");
        assertThat(router.resolve(address("kate+news@school.edu")).get(0).address())
                .isEqualTo(address("kate+news@school.edu"));
        assertThat(story("kate+news@school.edu"))
                .containsExactly(
                        "kate+news@school.edu: subaddress: subaddress of kate@school.edu",
                        "  kate@school.edu: forward: forward of kate@school.edu, a copy stays",
                        "    kate@school.edu: copy: mailbox of kate@school.edu",
                        "    kate@elsewhere.example: remote: elsewhere.example is no domain of ours");
    }

    @Test
    void aCatchAllSaysWhoseItIs() throws MailException {
        directory.alias("*@school.edu", "kate@school.edu");
        assertThat(story("anything@school.edu"))
                .containsExactly(
                        "anything@school.edu: catchAll: catch-all of school.edu",
                        "  kate@school.edu: account: mailbox of kate@school.edu");
        directory.alias("*@school.edu", "nobody@school.edu");
        assertThat(ends("anything@school.edu")).containsExactly("5.4.6 anything@school.edu");
    }

    @Test
    void whatOnlyLeadsBackToItselfIsNobody() throws MailException {
        directory.alias("a@school.edu", "b@school.edu").alias("b@school.edu", "a@school.edu");
        directory.alias("self@school.edu", "SELF@school.edu");
        forward("kate", false, "ron@school.edu");
        forward("ron", false, "kate+back@school.edu", "a@school.edu");
        for (String each : List.of("a@school.edu", "self@school.edu", "kate@school.edu", "ron+x@school.edu")) {
            assertThat(router.resolve(address(each)))
                    .containsExactly(new Route.Nobody(
                            address(each), Status.ROUTING_LOOP, "Mail for this address goes in a circle"));
        }
        String lost = "; it goes in a circle: mail for it is refused";
        assertThat(story("kate@school.edu"))
                .containsExactly(
                        "kate@school.edu: forward: forward of kate@school.edu, no copy stays" + lost,
                        "  ron@school.edu: forward: forward of ron@school.edu, no copy stays" + lost,
                        "    kate+back@school.edu: subaddress: subaddress of kate@school.edu" + lost,
                        "      kate@school.edu: loop: leads back to itself: not followed again",
                        "    a@school.edu: alias: alias of school.edu" + lost,
                        "      b@school.edu: alias: alias of school.edu" + lost,
                        "        a@school.edu: loop: leads back to itself: not followed again");
    }

    @Test
    void aSubaddressOfAnAliasIsThatAlias() throws MailException {
        directory.alias("staff@school.edu", "kate@school.edu", "ron+x@school.edu");
        directory.alias("all@school.edu", "staff+news@school.edu", "staff@school.edu");
        assertThat(ends("all@school.edu")).containsExactly("mailbox kate", "mailbox ron");
        assertThat(story("all@school.edu"))
                .containsExactly(
                        "all@school.edu: alias: alias of school.edu",
                        "  staff+news@school.edu: subaddress: subaddress of staff@school.edu",
                        "    staff@school.edu: alias: alias of school.edu",
                        "      kate@school.edu: account: mailbox of kate@school.edu",
                        "      ron+x@school.edu: subaddress: subaddress of ron@school.edu",
                        "        ron@school.edu: account: mailbox of ron@school.edu",
                        "  staff@school.edu: again: met before: mail goes there once");
        directory.person(account("gone").enabled(false).build());
        assertThat(story("gone+x@school.edu"))
                .containsExactly(
                        "gone+x@school.edu: subaddress: subaddress of gone@school.edu",
                        "  gone@school.edu: nobody: the account gone@school.edu is disabled: it takes no mail");
    }

    @Test
    void everybodysPostmasterIsTheAccountHeIs() throws MailException {
        directory.person(Account.builder(new AccountId("p"), address("postmaster@school.edu"))
                .forward(new Forward(List.of(address("kate@school.edu"), new Address("postmaster", "")), true))
                .build());
        assertThat(router.resolve(new Address("postmaster", "")).stream().map(WalkTest::word))
                .containsExactly("mailbox p", "mailbox kate");
        assertThat(ends("postmaster@school.edu")).containsExactly("mailbox p", "mailbox kate");
    }

    @Test
    void aCircleWithAWayOutIsLeftByIt() throws MailException {
        forward("kate", false, "ron@school.edu");
        forward("ron", true, "kate@school.edu");
        assertThat(ends("kate@school.edu")).containsExactly("mailbox ron");
        assertThat(ends("ron@school.edu")).containsExactly("mailbox ron");
    }

    @Test
    void whoeverIsLostInACircleIsReportedThoughOthersGetTheMail() throws MailException {
        stays("ann");
        forward("kate", false, "ron@school.edu");
        forward("ron", false, "kate@school.edu");
        directory.alias("team@school.edu", "kate@school.edu", "ann@school.edu", "ron@school.edu");
        assertThat(ends("team@school.edu"))
                .containsExactly("mailbox ann", "5.4.6 kate@school.edu", "5.4.6 ron@school.edu");
    }

    @Test
    void aChainThatIsTooLongIsNotFollowedToItsEnd() throws MailException {
        for (int i = 0; i <= 60; i++) {
            directory.alias("a" + i + "@school.edu", "a" + (i + 1) + "@school.edu");
        }
        directory.alias("a61@school.edu", "kate@school.edu");
        assertThat(ends("a20@school.edu")).containsExactly("mailbox kate");
        assertThat(ends("a0@school.edu")).containsExactly("5.4.6 a51@school.edu");
    }

    @Test
    void anAliasOfTooManyIsRefusedWhole() throws MailException {
        List<String> targets = new ArrayList<>();
        for (int i = 0; i < 1001; i++) {
            targets.add("u" + i + "@elsewhere.example");
        }
        directory.alias("most@school.edu", targets.subList(0, 1000).toArray(new String[0]));
        directory.alias("all@school.edu", targets.toArray(new String[0]));
        assertThat(ends("most@school.edu")).hasSize(1000);
        assertThatThrownBy(() -> router.resolve(address("all@school.edu")))
                .isInstanceOfSatisfying(
                        MailException.class, e -> assertThat(e.status()).isEqualTo(new Status(5, 2, 4)))
                .hasMessageContaining("too many");
        assertThatThrownBy(() -> router.explain(address("all@school.edu"))).hasMessageContaining("too many");
    }

    @Test
    void aDirectoryThatIsAwayOnTheWayIsATemporaryFailure() {
        directory.alias("staff@school.edu", "kate@school.edu");
        directory.away();
        assertThatThrownBy(() -> router.resolve(address("staff@school.edu")))
                .isInstanceOfSatisfying(
                        MailException.class, e -> assertThat(e.temporary()).isTrue());
    }
}
