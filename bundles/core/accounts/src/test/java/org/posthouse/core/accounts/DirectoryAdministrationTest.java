package org.posthouse.core.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.annotation.Annotation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.posthouse.api.account.Account;
import org.posthouse.api.account.Forward;
import org.posthouse.api.account.NewAccount;
import org.posthouse.api.mail.Address;
import org.posthouse.api.mail.MailException;
import org.posthouse.spi.directory.DirectoryBackend;
import org.posthouse.spi.directory.DirectoryOp;
import org.posthouse.spi.directory.Verifier;
import org.posthouse.testkit.FakeClock;
import org.posthouse.testkit.FakeSeats;

final class DirectoryAdministrationTest {
    private final MemoryDirectory directory = new MemoryDirectory();
    private final FakeSeats seats = new FakeSeats();
    private DirectoryAdministration administration;

    @BeforeEach
    void open() {
        seats.fill(DirectoryBackend.class, "directory", "1", directory, Map.of());
        administration = new DirectoryAdministration(
                new Directories(seats, AccountsSettings.of(new Defaults(8)), new FakeClock()),
                new PlainHash(),
                new Defaults(8));
    }

    @AfterEach
    void close() {
        administration.close();
    }

    private static NewAccount account(String address, String password, boolean administrator) {
        return new NewAccount(
                Address.parse(address).orElseThrow(),
                "",
                Optional.of(password.toCharArray()),
                Optional.empty(),
                OptionalLong.empty(),
                Account.ALL_PROTOCOLS,
                true,
                administrator);
    }

    @Test
    void theFirstAdministratorIsPostmasterAndAbuseOfEveryDomain() throws Exception {
        administration.addDomain("School.edu");
        administration.add(List.of(account("ann@school.edu", "long enough", true)));
        administration.addDomain("shop.example");
        Address ann = new Address("ann", "school.edu");
        assertThat(administration.aliases())
                .containsOnly(
                        Map.entry(new Address("postmaster", "school.edu"), List.of(ann)),
                        Map.entry(new Address("abuse", "school.edu"), List.of(ann)),
                        Map.entry(new Address("postmaster", "shop.example"), List.of(ann)),
                        Map.entry(new Address("abuse", "shop.example"), List.of(ann)));
    }

    @Test
    void aPasswordIsKeptAsVerifiersOnly() throws Exception {
        administration.addDomain("school.edu");
        Account kate = administration
                .add(List.of(account("kate@school.edu", "long enough", false)))
                .get(0);
        assertThat(directory.verifiers(kate.id())).containsKeys(Verifier.ARGON2ID, Verifier.SCRAM_SHA_256);
    }

    @Test
    void whatMakesNoSenseIsRefusedAndNothingIsMade() throws Exception {
        administration.addDomain("school.edu");
        List<NewAccount> second = List.of(
                account("kate@school.edu", "long enough", false),
                account("ron@elsewhere.example", "long enough", false));
        refused(() -> administration.add(second));
        refused(() -> administration.add(List.of(account("kate@school.edu", "short", false))));
        refused(() -> administration.addDomain("no domain"));
        refused(() -> administration.addDomain("-.edu"));
        refused(() -> administration.addDomain("stra\u00dfe.example"));
        refused(() -> administration.putAlias(new Address("a", "elsewhere.example"), List.of()));
        refused(() -> administration.setPassword(new Address("nobody", "school.edu"), "long enough".toCharArray()));
        assertThat(administration.accounts(Optional.empty())).isEmpty();
    }

    @Test
    void whoAddsManyIsToldHowFarItIsAndMayBreakItOff() throws Exception {
        administration.addDomain("school.edu");
        List<NewAccount> many = IntStream.range(0, 12)
                .mapToObj(i -> account("a" + i + "@school.edu", "long enough", false))
                .toList();
        refused(() -> administration.add(many, (done, of) -> done < 2));
        assertThat(administration.accounts(Optional.empty())).isEmpty();
        List<Integer> told = new ArrayList<>();
        administration.add(many, (done, of) -> {
            assertThat(of).isEqualTo(12);
            return told.add(done);
        });
        assertThat(told).isSorted().endsWith(12);
        assertThat(administration.accounts(Optional.empty())).hasSize(12);
    }

    @Test
    void aDomainIsOneInEitherForm() throws Exception {
        administration.addDomain("xn--bcher-kva.example");
        refused(() -> administration.addDomain("B\u00fccher.example"));
        administration.add(List.of(account("b@b\u00fccher.example", "long enough", false)));
        assertThat(administration.find(new Address("b", "xn--bcher-kva.example")))
                .isPresent();
        assertThat(administration.accounts(Optional.of("b\u00fccher.example"))).hasSize(1);
    }

    @Test
    void aChangedSettingActsAtOnceAndNothingGoes() throws Exception {
        administration.addDomain("school.edu");
        administration.change(new Defaults(12));
        refused(() -> administration.add(List.of(account("kate@school.edu", "long enough", false))));
        administration.change(new Defaults(8));
        assertThat(administration.add(List.of(account("kate@school.edu", "long enough", false))))
                .hasSize(1);
    }

    private static void refused(org.assertj.core.api.ThrowableAssert.ThrowingCallable change) {
        assertThatThrownBy(change).isInstanceOfSatisfying(MailException.class, failure -> assertThat(failure.kind())
                .isEqualTo(MailException.Kind.PERMANENT));
    }

    @Test
    void aForwardThatCannotWorkIsRefusedWithWhatToDo() throws Exception {
        administration.addDomain("school.edu");
        Account ann = administration
                .add(List.of(account("ann@school.edu", "long enough", false)))
                .get(0);
        Address away = new Address("ann", "elsewhere.example");
        Account forwarded =
                ann.change().forward(new Forward(List.of(away), false)).build();
        administration.change(forwarded);
        assertThat(administration.find(ann.address())).contains(forwarded);
        assertThatThrownBy(() -> administration.change(ann.change()
                        .forward(new Forward(List.of(away, ann.address()), false))
                        .build()))
                .isInstanceOf(MailException.class)
                .hasMessageContaining("keep a copy instead");
        assertThatThrownBy(() -> administration.change(ann.change()
                        .forward(new Forward(Collections.nCopies(1001, away), false))
                        .build()))
                .isInstanceOf(MailException.class)
                .hasMessageContaining("1001 targets");
        assertThat(administration.find(ann.address())).contains(forwarded);
    }

    private static final Address VET = new Address("vet", "zoo.example");
    private static final Address DOC = new Address("doc", "zoo.example");
    private static final Address LION = new Address("lion", "zoo.example");
    private static final Address STAFF = new Address("staff", "zoo.example");

    /** Staff@ stands for vet@ and lion@, and lion@ is forwarded to VET@. */
    private Account namedByOthers() throws Exception {
        administration.addDomain("zoo.example");
        List<Account> made = administration.add(List.of(
                account("vet@zoo.example", "long enough", false), account("lion@zoo.example", "long enough", false)));
        administration.putAlias(STAFF, List.of(VET, LION));
        administration.change(made.get(1)
                .change()
                .forward(new Forward(List.of(new Address("VET", "zoo.example")), true))
                .build());
        return made.get(0);
    }

    @Test
    void whatNamesAnAccountFollowsItToItsNewAddress() throws Exception {
        Account vet = namedByOthers();
        administration.change(vet.change().address(DOC).build());
        assertThat(administration.find(VET)).isEmpty();
        assertThat(administration.aliases()).containsOnly(Map.entry(STAFF, List.of(DOC, LION)));
        assertThat(administration.find(LION).flatMap(Account::forward)).contains(new Forward(List.of(DOC), true));
    }

    @Test
    void anAccountIsNotRenamedWhileAnotherDirectoryNamesIt() throws Exception {
        Account vet = namedByOthers();
        MemoryDirectory farm = new MemoryDirectory("farm.example");
        Address help = new Address("help", "farm.example");
        farm.apply(List.of(new DirectoryOp.PutAlias(help, List.of(VET))));
        seats.fill(DirectoryBackend.class, "directory.farm", "1", farm, Map.of());
        assertThatThrownBy(() -> administration.change(vet.change().address(DOC).build()))
                .isInstanceOf(MailException.class)
                .hasMessageContaining("mail for help@farm.example goes to vet@zoo.example");
        assertThat(administration.find(VET)).isPresent();
        assertThat(administration.aliases()).containsEntry(STAFF, List.of(VET, LION));
    }

    @Test
    void anAccountThatIsNamedIsNotRemoved() throws Exception {
        namedByOthers();
        assertThatThrownBy(() -> administration.remove(VET, true))
                .isInstanceOf(MailException.class)
                .hasMessageContaining("mail for staff@zoo.example, lion@zoo.example goes to vet@zoo.example");
        assertThat(administration.find(VET)).isPresent();
        administration.putAlias(STAFF, List.of(LION));
        administration.change(
                administration.find(LION).orElseThrow().change().noForward().build());
        administration.remove(VET, true);
        assertThat(administration.find(VET)).isEmpty();
    }

    /** The settings nobody has changed but for the shortest password. */
    @SuppressWarnings("BadAnnotationImplementation") // What SCR passes in is such an object too.
    private static final class Defaults implements AccountsConfiguration {
        private final int shortest;

        Defaults(int shortest) {
            this.shortest = shortest;
        }

        @Override
        public int rememberedWhileAwaySeconds() {
            return 900;
        }

        @Override
        public int directoryDeadlineSeconds() {
            return 30;
        }

        @Override
        public int directoryThreads() {
            return 16;
        }

        @Override
        public String defaultDomain() {
            return "";
        }

        @Override
        public int hashers() {
            return 2;
        }

        @Override
        public int waitingLogins() {
            return 64;
        }

        @Override
        public int rememberedLoginSeconds() {
            return 300;
        }

        @Override
        public int rememberedAnswerSeconds() {
            return 60;
        }

        @Override
        public int shortestPassword() {
            return shortest;
        }

        @Override
        public int failedLogins() {
            return 10;
        }

        @Override
        public int longestLoginWaitSeconds() {
            return 900;
        }

        @Override
        public Class<? extends Annotation> annotationType() {
            return AccountsConfiguration.class;
        }
    }

    private static Address address(String text) {
        return Address.parse(text).orElseThrow();
    }

    @Test
    void aliasesOfAllDomainsAreListedAPageAtATimeAndFoundByTheirTargets() throws MailException {
        administration.addDomain("a.example");
        administration.addDomain("b.example");
        for (String alias : List.of("x@a.example", "y@b.example", "z@b.example")) {
            administration.putAlias(address(alias), List.of(address("far@elsewhere.example")));
        }
        assertThat(administration.searchAliases(Optional.empty(), "far@", 0, 2).all())
                .isEqualTo(3);
        List<Address> paged = new ArrayList<>();
        for (int skip = 0; skip < 3; skip += 2) {
            paged.addAll(administration
                    .searchAliases(Optional.empty(), "far@", skip, 2)
                    .aliases()
                    .keySet());
        }
        assertThat(paged)
                .containsExactlyInAnyOrder(address("x@a.example"), address("y@b.example"), address("z@b.example"));
        assertThat(administration
                        .searchAliases(Optional.of("A.example"), "far", 0, 9)
                        .aliases())
                .containsOnlyKeys(address("x@a.example"));
        assertThat(administration.aliasesOf(address("far@elsewhere.example"))).hasSize(3);
        assertThat(administration.aliasesOf(address("ar@elsewhere.example"))).isEmpty();
        assertThat(administration.targets(address("X@a.example"))).containsExactly(address("far@elsewhere.example"));
        assertThat(administration.targets(address("nobody@a.example"))).isEmpty();
    }
}
