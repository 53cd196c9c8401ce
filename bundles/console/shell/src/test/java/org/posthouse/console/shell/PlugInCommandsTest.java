package org.posthouse.console.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.plugin.PlugIns;
import org.posthouse.api.plugin.Reason;

/** One plug-in of the distribution, and one with a jar that outranks the distribution's. */
final class PlugInCommandsTest implements PlugIns {
    private static final Path JAR = Path.of("/srv/mail/plugins/dns.jar");

    private final List<String> done = new ArrayList<>();

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

    private static PlugIn plugIn(String name, Optional<Path> file) {
        return new PlugIn(name, "0.2.0", "core", "active", Instant.EPOCH, true, "", file);
    }

    @Override
    public List<PlugIn> list() {
        return List.of(plugIn("org.example.dns", Optional.of(JAR)), plugIn("org.example.net", Optional.empty()));
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
    public PlugIn stop(String name) throws MailException {
        throw Call.refused("not here");
    }

    @Override
    public boolean settled() {
        return true;
    }
}
