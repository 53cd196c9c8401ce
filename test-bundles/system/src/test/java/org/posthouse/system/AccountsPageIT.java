package org.posthouse.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The console's page about accounts, in Chromium; what it does is looked up by the command line, and by a login. */
@Tag("clients")
final class AccountsPageIT {
    private static final String DOC = "doc@zoo.example";
    private static final String SECRET = "correct-horse-battery";

    private Console console;
    private Browser browser;
    private Server server;

    @BeforeEach
    void login() throws Exception {
        console = Console.loggedIn();
        browser = console.browser();
        server = console.server();
        cli("domain", "add", "zoo.example");
    }

    /** Others meet the server as it was. */
    @AfterEach
    void putBack() throws Exception {
        for (String account : server.posthouse("account", "list", "zoo.example", "--json")
                .out()
                .lines()
                .filter(line -> line.contains("\"address\""))
                .map(line -> line.replaceAll(".*: \"(.*)\".*", "$1"))
                .toList()) {
            for (String alias : new String[] {"vet@zoo.example", "*@zoo.example", DOC}) {
                server.posthouse("alias", "remove", alias);
            }
            server.posthouse("account", "remove", account);
        }
        server.posthouse("domain", "remove", "zoo.example");
        server.posthouse("domain", "remove", "farm.example");
    }

    private String cli(String... words) throws Exception {
        Run run = server.posthouse(words);
        assertThat(run.err()).isEmpty();
        return run.out();
    }

    private String account(String address) throws Exception {
        return cli("account", "show", address, "--json");
    }

    private void tick(String selector, boolean ticked) throws Exception {
        browser.run("(document.querySelector('" + selector + "').checked = " + ticked + ")");
    }

    private void logsIn(String password) throws Exception {
        try (Imap imap = new Imap(server.port(143))) {
            imap.ok("LOGIN " + DOC + " " + password);
        }
    }

    private void create() throws Exception {
        console.open("accounts");
        browser.type("#new [name=id]", DOC);
        browser.type("#new [name=fullname]", "Doc <b>");
        browser.type("#new [name=password]", SECRET);
        browser.type("#new [name=again]", SECRET);
        browser.type("#new [name=quota]", "1G");
        assertThat(console.order("#new button")).isEqualTo(DOC + " is there.");
    }

    @Test
    void anAccountIsMadeChangedAndLoggedInWith() throws Exception {
        create();
        assertThat(account(DOC)).contains("\"name\" : \"Doc <b>\"", "\"quota\" : 1073741824", "\"enabled\" : true");
        assertThat(console.section("state")).contains("Doc <b>", "of 1.0 GiB");
        logsIn(SECRET);
        console.isSound("an account's page");
        browser.type("#set [name=quota]", "500M");
        browser.type("#set [name=messages]", "3");
        tick("#set [name=pop3]", false);
        assertThat(console.order("#set button")).isEqualTo(DOC + " is changed.");
        assertThat(account(DOC)).contains("\"quota\" : 524288000", "\"quotaMessages\" : 3,", "[ \"imap\", \"smtp\" ]");
        browser.type("#secret [name=password]", "another-" + SECRET);
        browser.type("#secret [name=again]", "mistyped");
        assertThat(console.order("#secret button")).contains("the two passwords are not the same");
        browser.type("#secret [name=password]", "another-" + SECRET);
        browser.type("#secret [name=again]", "another-" + SECRET);
        assertThat(console.order("#secret button")).isEqualTo("The password of " + DOC + " is changed.");
        logsIn("another-" + SECRET);
        tick("#set [name=enabled]", false);
        assertThat(console.order("#set button")).isEqualTo(DOC + " is changed.");
        assertThat(account(DOC)).contains("\"enabled\" : false");
        for (String log : new String[] {"posthouse.log", "mail.log", "audit.log"}) {
            assertThat(Files.readString(server.home().resolve("log").resolve(log)))
                    .as(log)
                    .doesNotContain(SECRET);
        }
        assertThat(browser.run("location.href")).doesNotContain(SECRET);
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void aPasswordThatIsTooShortIsRefusedInTheWordsOfTheCommandLine() throws Exception {
        console.open("accounts");
        browser.type("#new [name=id]", DOC);
        browser.type("#new [name=password]", "short");
        browser.type("#new [name=again]", "short");
        String said = console.order("#new button");
        Run same = server.posthouse("account", "add", "doc@nowhere.example", "--password-stdin");
        assertThat(said).contains("the password needs at least");
        assertThat(same.status()).isNotZero();
        assertThat(browser.run("document.querySelector('#new [name=id]').value + '|'"
                        + " + document.querySelector('#new [name=password]').value"))
                .isEqualTo(DOC + "|");
        assertThat(cli("account", "list", "zoo.example", "--json")).doesNotContain(DOC);
    }

    @Test
    void anAccountHasFurtherAddressesAForwardAndANewNameAndGoes() throws Exception {
        create();
        browser.type("#alias [name=id]", "vet@zoo.example");
        assertThat(console.order("#alias button")).isEqualTo("vet@zoo.example stands for " + DOC + ".");
        assertThat(cli("alias", "list", "--json")).contains("vet@zoo.example");
        assertThat(console.section("addresses")).contains("vet@zoo.example");
        browser.type("#forwarding [name=targets]", "kate@school.edu");
        tick("#forwarding [name=copy]", true);
        assertThat(console.order("#forwarding button")).contains("goes on to kate@school.edu, and a copy stays");
        assertThat(account(DOC)).contains("kate@school.edu", "\"keepCopy\" : true");
        assertThat(console.order("#forward button[value=stay]")).isEqualTo("Mail for " + DOC + " stays with it.");
        assertThat(account(DOC)).doesNotContain("kate@school.edu");
        browser.type("#renaming [name=to]", "doctor@zoo.example");
        assertThat(console.order("#renaming button")).isEqualTo(DOC + " is now doctor@zoo.example.");
        assertThat(account("doctor@zoo.example")).contains(DOC, "vet@zoo.example");
        assertThat(console.order("#addresses button[value=release]")).contains("is gone");
        assertThat(console.order("#addresses button[value=release]")).contains("is gone");
        assertThat(cli("alias", "list", "--json")).doesNotContain("vet@", DOC);
        browser.type("#removal [name=confirm]", "doctor");
        assertThat(console.order("#removal button")).startsWith("Nothing was removed");
        browser.type("#removal [name=confirm]", "doctor@zoo.example");
        assertThat(console.order("#removal button")).isEqualTo("doctor@zoo.example is gone, its mail too.");
        assertThat(cli("account", "list", "zoo.example", "--json")).doesNotContain("doctor");
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void domainsAliasesAndCatchAllsComeAndGo() throws Exception {
        create();
        console.open("accounts/domains");
        console.isSound("domains");
        browser.type("#new [name=id]", "farm.example");
        assertThat(console.order("#new button")).isEqualTo("farm.example is ours now.");
        assertThat(cli("domain", "list", "--json")).contains("farm.example");
        browser.run("(document.querySelector('#catch [name=id]').value = 'zoo.example')");
        browser.type("#catch [name=targets]", DOC);
        assertThat(console.order("#catch button")).contains("goes to " + DOC);
        assertThat(cli("alias", "list", "--json")).contains("*@zoo.example");
        console.open("accounts/explain?address=lion@zoo.example");
        assertThat(console.section("explanation")).contains("lion@zoo.example", "catch-all", DOC);
        console.isSound("explain");
        console.open("accounts/aliases");
        console.isSound("aliases");
        browser.type("#new [name=id]", "vet@zoo.example");
        browser.type("#new [name=targets]", DOC + " kate@school.edu");
        assertThat(console.order("#new button")).isEqualTo("vet@zoo.example stands for " + DOC + ", kate@school.edu.");
        browser.type("#new [name=id]", "vet@zoo.example");
        browser.type("#new [name=targets]", DOC);
        assertThat(console.order("#new button")).contains("stands for " + DOC + ", kate@school.edu already");
        console.open("accounts/aliases?q=vet@");
        assertThat(console.order("#aliases button[value=unalias]")).isEqualTo("vet@zoo.example is gone.");
        assertThat(cli("alias", "list", "--json")).doesNotContain("vet@");
        console.open("accounts/domains");
        browser.run(
                "([...document.querySelectorAll('#domains tr')].find(each => each.innerText.includes('farm.example'))"
                        + ".querySelector('[value=undomain]').id = 'farm')");
        assertThat(console.order("#farm")).isEqualTo("farm.example is no longer ours.");
        assertThat(cli("domain", "list", "--json")).doesNotContain("farm.example");
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void anAccountIsCountedAnewAndRoomGivenBack() throws Exception {
        create();
        assertThat(console.order("#state [value=recount]")).isEqualTo(DOC + " has 0 messages, 0 B, as was known.");
        assertThat(cli("store", "recount", DOC)).contains(DOC + " has 0 messages");
        console.open("accounts/store");
        assertThat(console.section("store")).contains("Kept by").doesNotContain("octets ");
        assertThat(console.order("#care [value=compact]")).contains(" given back");
        console.isSound("the store");
    }

    @Test
    void accountsAreSearched() throws Exception {
        create();
        console.open("accounts?q=DOC%20%3Cb");
        assertThat(console.section("accounts")).contains(DOC).doesNotContain("kate@school.edu");
        browser.type("#search [name=q]", "kate");
        browser.leave(() -> browser.click("#search button"));
        assertThat(console.section("accounts")).contains("kate@school.edu").doesNotContain(DOC);
        browser.type("#search [name=q]", "nobody-of-this-name");
        browser.leave(() -> browser.click("#search button"));
        assertThat(console.section("accounts")).contains("No address or name has");
        console.isSound("accounts");
    }
}
