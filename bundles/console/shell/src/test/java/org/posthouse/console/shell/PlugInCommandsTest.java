package org.posthouse.console.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.posthouse.api.account.Directory;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.plugin.PlugIns;
import org.posthouse.api.plugin.Reason;
import org.posthouse.api.store.MailStore;

/** One plug-in of the distribution, and one with a jar that outranks the distribution's. */
final class PlugInCommandsTest implements PlugIns {
    private static final Path JAR = Path.of("/srv/mail/plugins/dns.jar");

    private final List<String> done = new ArrayList<>();
    private final List<PlugIn> more = new ArrayList<>();

    private Screen run(int status, Screen screen, String... words) throws Exception {
        assertThat(new Offered().with(PlugIns.class, this).run(PlugInCommands.all(), screen, words))
                .as(screen.err())
                .isEqualTo(status);
        return screen;
    }

    @Test
    void aJarThatOutranksTheDistributionIsSaidInTheList() throws Exception {
        assertThat(run(0, new Screen(), "plugin", "list").out().replaceAll("\\s+", " "))
                .contains("dns.jar runs in place of the distribution's 0.1.0");
        assertThat(run(0, new Screen(), "plugin", "list", "--json").out())
                .contains(
                        "\"reason\" : \"0.2.0 of dns.jar runs in place of the distribution's 0.1.0\"",
                        "\"reason\" : \"\"");
    }

    @Test
    void whatIsDeletedWithAPlugInIsNamedAndAskedFor() throws Exception {
        Screen no = run(1, new Screen("no\n"), "plugin", "remove", "dns");
        assertThat(no.err()).contains("org.example.dns will be taken out, and deleted with it: " + JAR);
        assertThat(done).isEmpty();
        assertThat(run(0, new Screen(), "plugin", "remove", "dns").out())
                .isEqualTo("org.example.dns is gone; deleted: " + JAR + "\n");
        assertThat(run(0, new Screen(), "plugin", "undo", "dns", "--json").out())
                .contains("\"deleted\" : [ \"" + JAR + "\" ]");
        assertThat(done).containsExactly("remove org.example.dns", "undo org.example.dns");
        assertThat(run(1, new Screen(), "plugin", "remove", "nosuch").err()).contains("plugin list");
    }

    @Test
    void whoWouldEndMailIsAskedAndToldWhatEnds() throws Exception {
        more.add(ours("store.log", "store"));
        more.add(ours("directory.derby", "directory"));
        more.add(ours("delivery.local", "delivery"));
        more.add(ours("delivery.smtp", "delivery"));
        more.add(ours("protocol.imap", "protocol"));
        more.add(ours("console.shell", "console"));
        more.add(ours("core.net", "core"));
        List<String> ends = List.of(
                "nobody can read mail that it keeps",
                "cannot log in",
                "accounts of this server waits in the queue",
                "other hosts waits in the queue",
                "nobody can connect by IMAP",
                "these commands go through it",
                "every part of the server that needs it");
        for (int i = 0; i < ends.size(); i++) {
            String name = more.get(i).name();
            Screen no = run(1, new Screen("no\n"), "plugin", "stop", name);
            assertThat(no.err()).contains(name + " will be switched off", ends.get(i), "Really? (yes/no)", "--yes");
        }
        assertThat(done).isEmpty();
        run(0, new Screen("yes\n"), "plugin", "stop", "store.log");
        run(0, new Screen("no\n"), "plugin", "stop", "store.log", "--yes");
        run(0, new Screen(), "plugin", "stop", "delivery.local");
        assertThat(done)
                .containsExactly(
                        "stop org.posthouse.store.log",
                        "stop org.posthouse.store.log",
                        "stop org.posthouse.delivery.local");
    }

    @Test
    void whatMailDoesNotNeedIsSwitchedOffUnasked() throws Exception {
        more.add(ours("filter.access", "filter"));
        more.add(off("store.log", "store"));
        for (PlugIn each : more) {
            assertThat(run(0, new Screen("no\n"), "plugin", "stop", each.name()).err())
                    .isEmpty();
        }
        assertThat(done).hasSize(2);
    }

    @Test
    void aStoreThatIsSwitchedOffIsNamedByWhatItsAbsencePrevents() throws Exception {
        more.add(off("store.log", "store"));
        more.add(ours("store.jdbc", "store"));
        more.add(off("delivery.local", "delivery"));
        MailException away = MailException.notNow("The store is away");
        Offered services = new Offered().with(PlugIns.class, this);
        assertThat(SwitchedOff.told(services, MailStore.class, away))
                .hasMessage(
                        "The store is away; store.log is switched off: 'posthouse plugin start store.log' starts it");
        assertThat(SwitchedOff.told(services, Directory.class, away)).isSameAs(away);
        assertThat(SwitchedOff.told(new Offered(), MailStore.class, away)).isSameAs(away);
        MailException refused = Call.refused("there is no such mailbox");
        assertThat(SwitchedOff.told(services, MailStore.class, refused)).isSameAs(refused);
        Screen screen = new Screen();
        assertThat(services.run(StoreCommands.all(), screen, "store", "check")).isEqualTo(Commands.REFUSED);
        assertThat(screen.err()).contains("'posthouse plugin start store.log' starts it");
    }

    private static PlugIn off(String name, String role) {
        String reason = "it is switched off";
        return new PlugIn(
                "org.posthouse." + name, "0.1.0", role, "stopped", Instant.EPOCH, false, reason, Optional.empty());
    }

    private static PlugIn ours(String name, String role) {
        return new PlugIn("org.posthouse." + name, "0.1.0", role, "active", Instant.EPOCH, true, "", Optional.empty());
    }

    private static PlugIn plugIn(String name, Optional<Path> file) {
        return new PlugIn(name, "0.2.0", "core", "active", Instant.EPOCH, true, "", file);
    }

    @Override
    public List<PlugIn> list() {
        List<PlugIn> all = new ArrayList<>(
                List.of(plugIn("org.example.dns", Optional.of(JAR)), plugIn("org.example.net", Optional.empty())));
        all.addAll(more);
        return all;
    }

    @Override
    public List<PlugIn> find(String name) {
        return list().stream().filter(each -> each.name().endsWith(name)).toList();
    }

    @Override
    public List<Path> files(String name) {
        return name.endsWith("dns") ? List.of(JAR) : List.of();
    }

    @Override
    public List<Reason> reasons(String name) {
        return List.of(
                Reason.of(Reason.Kind.OTHER, name, "0.2.0 of dns.jar runs in place of the distribution's 0.1.0"));
    }

    @Override
    public PlugIn undo(String name) {
        done.add("undo " + name);
        return plugIn("org.example.dns", Optional.empty());
    }

    @Override
    public void remove(String name) {
        done.add("remove " + name);
    }

    @Override
    public PlugIn install(Path jar) throws MailException {
        throw Call.refused("not here");
    }

    @Override
    public PlugIn update(String name, Path jar) throws MailException {
        throw Call.refused("not here");
    }

    @Override
    public PlugIn start(String name) throws MailException {
        throw Call.refused("not here");
    }

    @Override
    public PlugIn stop(String name) {
        done.add("stop " + name);
        return find(name).get(0);
    }

    @Override
    public boolean settled() {
        return true;
    }
}
