package org.posthouse.console.shell;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.posthouse.api.account.Directory;
import org.posthouse.api.mail.AccountId;
import org.posthouse.api.mail.Content;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.store.MailSearch;
import org.posthouse.api.store.MailStore;
import org.posthouse.api.store.Snapshot;
import org.posthouse.testkit.FakeDirectory;
import org.posthouse.testkit.store.FakeMailStore;

final class MailCommandsTest implements MailSearch {
    private static final String KATE = "kate@school.edu";

    private final FakeDirectory directory = new FakeDirectory("school.edu").account(KATE, false);
    private final AccountId id = directory.account(KATE).id();
    private final FakeMailStore store = new FakeMailStore(content -> new byte[0]);
    private int unreadable;

    @BeforeEach
    void fill() throws Exception {
        for (int i = 0; i < 3; i++) {
            store.append(id, mailbox("INBOX"), Content.of("x\r\n".getBytes(UTF_8)), Set.of(), Instant.EPOCH, "op" + i);
        }
    }

    private String mailbox(String name) throws MailException {
        return store.mailboxes(id).named(name).orElseThrow().id();
    }

    private int count(String name) throws MailException {
        return store.read(id, mailbox(name)).count();
    }

    private int run(Screen screen, String... words) throws Exception {
        List<Command> commands = new ArrayList<>(MailboxCommands.all());
        commands.addAll(MailCommands.all());
        return new Offered()
                .with(Directory.class, directory)
                .with(MailStore.class, store)
                .with(MailSearch.class, this)
                .run(commands, screen, words);
    }

    @Test
    void mailboxesAreMadeNamedListedAndRemoved() throws Exception {
        Screen screen = new Screen();
        assertThat(run(screen, "mailbox", "create", KATE, "Work")).isZero();
        assertThat(run(screen, "mailbox", "create", KATE, "Work")).isEqualTo(Commands.REFUSED);
        assertThat(run(screen, "mailbox", "rename", KATE, "Work", "Play")).isZero();
        assertThat(run(screen, "mailbox", "rename", KATE, "Play", "INBOX")).isEqualTo(Commands.REFUSED);
        Screen table = new Screen();
        assertThat(run(table, "mailbox", "list", KATE)).isZero();
        assertThat(table.out()).contains("INBOX", "Play").doesNotContain("Work");
        Screen json = new Screen();
        assertThat(run(json, "mailbox", "list", KATE, "--json")).isZero();
        assertThat(json.out()).contains("\"messages\" : 3", "\"unseen\" : 3", "\"subscribed\" : true");
        assertThat(run(screen, "mailbox", "remove", KATE, "Play")).isZero();
        assertThat(run(screen, "mailbox", "remove", KATE, "Play")).isEqualTo(Commands.REFUSED);
        assertThat(screen.err()).contains("mailbox list");
    }

    @Test
    void aMailboxWithMailIsNotRemovedUnasked() throws Exception {
        run(new Screen(), "mailbox", "create", KATE, "Work");
        run(new Screen(), "mail", "move", KATE, "ALL", "--to", "Work");
        Screen screen = new Screen();
        assertThat(run(screen, "mailbox", "remove", KATE, "Work")).isEqualTo(Commands.REFUSED);
        assertThat(screen.err()).contains("3 messages", "--with-mail");
        assertThat(run(screen, "mailbox", "remove", KATE, "Work", "--with-mail"))
                .isZero();
    }

    @Test
    void aDryRunChangesNothing() throws Exception {
        run(new Screen(), "mailbox", "create", KATE, "Work");
        Screen screen = new Screen();
        assertThat(run(screen, "mail", "move", KATE, "ALL", "--to", "Work", "--dry-run"))
                .isZero();
        assertThat(run(screen, "mail", "expunge", KATE, "ALL", "--dry-run", "--json"))
                .isZero();
        assertThat(screen.out()).contains("3 messages would be moved to Work: 3 in INBOX", "\"dryRun\" : true");
        assertThat(count("INBOX")).isEqualTo(3);
        assertThat(run(screen, "mail", "move", KATE, "ALL", "--to", "Work")).isZero();
        assertThat(count("Work")).isEqualTo(3);
        assertThat(count("INBOX")).isZero();
    }

    @Test
    void removingIsAskedForAtATerminal() throws Exception {
        Screen no = new Screen("no\n");
        assertThat(run(no, "mail", "expunge", KATE, "ALL")).isEqualTo(Commands.REFUSED);
        assertThat(no.err()).contains("3 messages of kate@school.edu, 3 in INBOX, will be removed for good.");
        assertThat(count("INBOX")).isEqualTo(3);
        assertThat(run(new Screen("yes\n"), "mail", "expunge", KATE, "ALL")).isZero();
        assertThat(count("INBOX")).isZero();
        Screen none = new Screen();
        assertThat(run(none, "mail", "expunge", KATE, "ALL")).isZero();
        assertThat(none.out()).isEqualTo("0 messages removed\n");
    }

    @Test
    void removingAMailboxIsAskedForAndYesLeavesTheQuestionOut() throws Exception {
        run(new Screen(), "mailbox", "create", KATE, "Work");
        run(new Screen(), "mail", "move", KATE, "ALL", "--to", "Work");
        Screen no = new Screen("no\n");
        assertThat(run(no, "mailbox", "remove", KATE, "Work", "--with-mail")).isEqualTo(Commands.REFUSED);
        assertThat(no.err()).contains("Work of kate@school.edu", "3 messages for good. Really?", "--yes");
        Screen said = new Screen("no\n");
        assertThat(run(said, "mail", "expunge", KATE, "ALL", "--yes")).isZero();
        assertThat(said.err()).isEmpty();
        assertThat(run(new Screen("yes\n"), "mailbox", "remove", KATE, "Work")).isZero();
    }

    @Test
    void whatCouldNotBeReadIsAProblem() throws Exception {
        unreadable = 1;
        Screen screen = new Screen();
        assertThat(run(screen, "mail", "search", KATE, "ALL")).isEqualTo(Commands.PROBLEMS);
        assertThat(screen.err()).contains("could not be read");
    }

    @Test
    void whatIsNoSearchOrNoPlaceIsRefused() throws Exception {
        Screen screen = new Screen();
        assertThat(run(screen, "mail", "search", KATE, "NONSENSE")).isEqualTo(Commands.REFUSED);
        assertThat(run(screen, "mail", "search", KATE, "ALL", "--mailbox", "Nowhere"))
                .isEqualTo(Commands.REFUSED);
        assertThat(run(screen, "mail", "move", KATE, "ALL")).isEqualTo(Commands.WRONG_USAGE);
        assertThat(run(screen, "mail", "search", "nobody@school.edu", "ALL")).isEqualTo(Commands.REFUSED);
    }

    @Override
    public void check(String keys) throws MailException {
        if (keys.equals("NONSENSE")) {
            throw Call.refused("this is no search");
        }
    }

    /** All there is. */
    @Override
    public Result find(AccountId account, String mailboxId, String keys, boolean described, Pace pace)
            throws MailException {
        Snapshot snapshot = store.read(account, mailboxId);
        List<Hit> hits = new ArrayList<>();
        for (int i = 0; i < snapshot.count(); i++) {
            hits.add(new Hit(snapshot.uid(i), snapshot.size(i), snapshot.received(i), Set.of(), "", ""));
        }
        return new Result(hits, unreadable);
    }
}
