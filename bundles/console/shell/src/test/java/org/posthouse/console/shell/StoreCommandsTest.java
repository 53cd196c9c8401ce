package org.posthouse.console.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.posthouse.api.account.Directory;
import org.posthouse.api.mail.AccountId;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.store.CareReport;
import org.posthouse.api.store.CareWatch;
import org.posthouse.api.store.Flaw;
import org.posthouse.api.store.MailStore;
import org.posthouse.api.store.StoreCare;
import org.posthouse.api.store.StoreStats;
import org.posthouse.testkit.FakeDirectory;
import org.posthouse.testkit.store.FakeMailStore;

/** What is said of a store that has the flaws a test gives it. */
final class StoreCommandsTest implements StoreCare {
    private static final String KATE = "kate@school.edu";

    private final FakeDirectory directory = new FakeDirectory("school.edu").account(KATE, false);
    private final AccountId id = directory.account(KATE).id();
    private final FakeMailStore store = new FakeMailStore(content -> new byte[0]);
    private List<Flaw> flaws = List.of();
    private boolean wanted;
    private long count = 2;

    private int run(Screen screen, String... words) throws Exception {
        store.care(this);
        return new Offered()
                .with(Directory.class, directory)
                .with(MailStore.class, store)
                .run(StoreCommands.all(), screen, words);
    }

    @Override
    public StoreStats stats() {
        return new StoreStats(
                "org.posthouse.store.x 1", 1, 2, 3, 4096, 8192, 1L << 30, Map.of("octets in quarantine", 2048L));
    }

    private CareReport work(CareWatch watch) throws MailException {
        wanted = watch.on(1, 2, "messages checked");
        flaws.forEach(watch::found);
        return new CareReport(count, 2048);
    }

    @Override
    public CareReport check(Optional<AccountId> account, boolean repair, CareWatch watch) throws MailException {
        assertThat(account.orElse(id)).isEqualTo(id);
        return work(watch);
    }

    @Override
    public CareReport recount(AccountId account, CareWatch watch) throws MailException {
        return work(watch);
    }

    @Override
    public CareReport rebuild(AccountId account, CareWatch watch) throws MailException {
        return work(watch);
    }

    @Override
    public CareReport compact(CareWatch watch) throws MailException {
        return work(watch);
    }

    private Flaw flaw(boolean mended) {
        Flaw.Where where = new Flaw.Where(Optional.of(id), "Work", 17, "<a@b.example>");
        return new Flaw(Flaw.Kind.DAMAGED_MESSAGE, where, "it does not match its checksum", mended);
    }

    @Test
    void aSoundStoreIsToldInALine() throws Exception {
        Screen screen = new Screen();
        assertThat(run(screen, "store", "check")).isZero();
        assertThat(screen.out()).isEqualTo("2 messages checked, 2.0K: nothing is wrong\n");
        assertThat(wanted).isTrue();
        Screen kate = new Screen();
        assertThat(run(kate, "store", "check", KATE)).isZero();
        assertThat(kate.out()).contains("2 messages of kate@school.edu checked");
        Screen byId = new Screen();
        assertThat(run(byId, "store", "rebuild", id.value())).isZero();
        assertThat(byId.out()).contains(KATE + " is made anew: 2 messages");
        assertThat(run(new Screen(), "store", "rebuild", "../kate")).isEqualTo(Commands.WRONG_USAGE);
        assertThat(run(new Screen(), "store", "recount", "nobody@school.edu")).isEqualTo(Commands.REFUSED);
    }

    @Test
    void aFlawIsToldByItsMessageAndMakesAStatusOfItsOwn() throws Exception {
        flaws = List.of(flaw(false), new Flaw(Flaw.Kind.ORPHAN, Flaw.Where.STORE, "a file is of nobody", true));
        Screen screen = new Screen();
        assertThat(run(screen, "store", "check", "--repair")).isEqualTo(Commands.PROBLEMS);
        assertThat(screen.out()).contains(KATE, "Work", "17", "a file is of nobody", "2 flaws, 1 mended");
        Screen json = new Screen();
        assertThat(run(json, "store", "check", "--json")).isEqualTo(Commands.PROBLEMS);
        assertThat(json.out())
                .contains("\"uid\" : 17", "\"messageId\" : \"<a@b.example>\"", "\"kind\" : \"damaged message\"")
                .contains("\"found\" : 2", "\"mended\" : 1", "\"count\" : 2");
    }

    @Test
    void whatIsAllMendedIsDone() throws Exception {
        flaws = List.of(flaw(true));
        Screen screen = new Screen();
        assertThat(run(screen, "store", "recount", KATE)).isZero();
        assertThat(screen.out()).contains("1 flaw, all mended");
    }

    @Test
    void figuresAreOfOneStore() throws Exception {
        Screen screen = new Screen();
        assertThat(run(screen, "store", "stats")).isZero();
        assertThat(screen.out()).contains("store.x 1", "In quarantine", "2.0K", "1.0G");
        Screen narrow = new Screen().columns(40);
        run(narrow, "store", "stats");
        assertThat(narrow.out().lines()).contains("Store          store.x 1").allMatch(line -> line.length() <= 40);
        Screen json = new Screen();
        assertThat(run(json, "store", "stats", "--json")).isZero();
        assertThat(json.out())
                .contains(
                        "\"store\" : \"org.posthouse.store.x 1\"",
                        "\"messages\" : 3",
                        "\"octets in quarantine\" : 2048");
    }

    @Test
    void whatIsCompactedIsToldInOctets() throws Exception {
        Screen screen = new Screen();
        assertThat(run(screen, "store", "compact")).isZero();
        assertThat(screen.out()).isEqualTo("2.0K given back in 2 files\n");
    }

    @Test
    void whatIsOfNobodyIsRefusedUnlessThereIsMailOfIt() throws Exception {
        Screen left = new Screen();
        assertThat(run(left, "store", "recount", "long-gone")).isZero();
        assertThat(left.out()).contains("long-gone has 2 messages");
        count = 0;
        for (String command : List.of("rebuild", "recount")) {
            Screen screen = new Screen();
            assertThat(run(screen, "store", command, "nobody")).isEqualTo(Commands.REFUSED);
            assertThat(screen.err()).contains("there is no account nobody, and no mail of one");
        }
        assertThat(run(new Screen(), "store", "recount", KATE)).isZero();
    }

    @Test
    void anAccountIsCalledByItsAddressWithinWordsToo() throws Exception {
        flaws = List.of(new Flaw(
                Flaw.Kind.WRONG_INDEX, Flaw.Where.of(id), "account " + id.value() + " has lost something", false));
        Screen screen = new Screen();
        assertThat(run(screen, "store", "check", "--json")).isEqualTo(Commands.PROBLEMS);
        assertThat(screen.out()).contains("\"what\" : \"account " + KATE + " has lost something\"");
    }
}
