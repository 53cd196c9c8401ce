package org.posthouse.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The console's page about filters and other plug-ins, in Chromium; what it does is looked up by the command line. */
@Tag("clients")
final class FiltersPageIT {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final String EXAMPLE = "org.posthouse.example.filter";
    /** The same filter under another name. */
    private static final String SECOND = "org.posthouse.example.second";

    private static final String NAUGHTY = "org.posthouse.naughty.filter";
    private static final String WAITING = "org.example.waiting";
    private static final String PIPELINE = "org.posthouse.core.pipeline";

    @TempDir
    Path folder;

    private Console console;
    private Browser browser;
    private Server server;

    @BeforeEach
    void login() throws Exception {
        console = Console.loggedIn();
        browser = console.browser();
        server = console.server();
    }

    /** Others meet the server as it was. */
    @AfterEach
    void putBack() throws Exception {
        for (String name : List.of(EXAMPLE, SECOND, NAUGHTY)) {
            if (server.posthouse("plugin", "list", "--json").out().contains(name)) {
                server.posthouse("plugin", "start", name);
                server.posthouse("plugin", "remove", name);
            }
        }
        server.posthouse("config", "reset", NAUGHTY);
        server.posthouse("config", "reset", PIPELINE);
    }

    private String cli(String... words) throws Exception {
        Run run = server.posthouse(words);
        assertThat(run.err()).isEmpty();
        return run.out();
    }

    /** Puts a file into the form's field. */
    private void choose(String name, byte[] content) throws Exception {
        with(name, content, "const field = document.querySelector('input[type=file]'); field.files = files.files");
    }

    /** Does something with {@code files}, a transfer of this file. */
    private void with(String name, byte[] content, String script) throws Exception {
        String base64 = Base64.getEncoder().encodeToString(content);
        browser.run("(() => { const files = new DataTransfer();"
                + " files.items.add(new File([Uint8Array.from(atob('" + base64 + "'), c => c.charCodeAt(0))], '" + name
                + "')); " + script + "; return files.files.length; })()");
    }

    @Test
    void aJarThatIsDroppedOnItsSectionIsInstalled() throws Exception {
        console.open("filters");
        byte[] jar = Files.readAllBytes(Distribution.exampleFilter("1.0.0"));
        String drag = "const drag = (target, type) => document.querySelector(target).dispatchEvent(new DragEvent(type,"
                + " {bubbles: true, cancelable: true, dataTransfer: files}));";
        with("stray.jar", jar, drag + " if (drag('h1', 'drop')) { throw new Error('the browser opens it') }");
        assertThat(cli("plugin", "list", "--json")).doesNotContain(EXAMPLE);
        with(
                "example-filter.jar",
                jar,
                drag + " if (drag('#install h2', 'dragover') || !document.querySelector('#jar.over')"
                        + " || drag('#install h2', 'drop')) { throw new Error('the browser opens it') }");
        browser.until("document.getElementById('said').textContent == 'example.filter 1.0.0 is in charge.'");
        assertThat(shown()).contains("\"version\" : \"1.0.0\"", "\"state\" : \"active\"");
        assertThat(browser.complaints()).isEmpty();
    }

    /** Nobody asks what fails all the time, and the page says so as the command line does; what is saved in its form mends it. */
    @Test
    void aFilterThatFailsIsPausedAndMendedByItsForm() throws Exception {
        cli("config", "set", PIPELINE, "breakerFailures=3", "breakerWaitSeconds=1", "breakerLongestWaitSeconds=1");
        console.open("filters");
        choose("naughty-filter.jar", Files.readAllBytes(Distribution.naughtyFilter()));
        assertThat(console.order("#jar button")).endsWith(" is in charge.");
        cli("config", "set", NAUGHTY, "behaviour=throw");
        untilMailMakesIt("open");
        console.open("filters/" + NAUGHTY);
        console.untilSection("breaker", "paused after failures");
        assertThat(console.section("breaker")).contains("Last failure");
        assertThat(cli("plugin", "why", NAUGHTY)).contains("its breaker is open since");
        console.isSound("a plug-in that fails");
        console.open("filters");
        console.untilSection("order", "paused after failures");
        console.open("filters/" + NAUGHTY);
        browser.type("[name=set-behaviour]", "good");
        assertThat(console.order("button[value=save]")).contains("saved behaviour");
        untilMailMakesIt("closed");
        console.untilSection("breaker", "It is asked, and answers.");
        assertThat(browser.complaints()).isEmpty();
    }

    private void untilMailMakesIt(String state) {
        await().atMost(PATIENCE).until(() -> {
            console.send("ron@example.com");
            return cli("plugin", "show", NAUGHTY, "--json").contains("\"state\" : \"" + state + "\"");
        });
    }

    private static String button(String section, String action) {
        return "#" + section + " button[value=" + action + "]";
    }

    private void install(String version) throws Exception {
        console.open("filters");
        choose("example-filter.jar", Files.readAllBytes(Distribution.exampleFilter(version)));
        assertThat(console.order("#jar button")).isEqualTo("example.filter " + version + " is in charge.");
    }

    private String shown() throws Exception {
        return cli("plugin", "show", EXAMPLE, "--json");
    }

    @Test
    void aFilterIsInstalledUpdatedTakenBackStoppedStartedAndRemoved() throws Exception {
        install("1.0.0");
        assertThat(shown()).contains("\"version\" : \"1.0.0\"", "\"state\" : \"active\"");
        console.untilSection("order", "example.filter");
        assertThat(console.section("filters")).contains("example.filter", "1.0.0");
        console.isSound("filters");
        console.open("filters/" + EXAMPLE);
        choose("example-filter-2.0.0.jar", Files.readAllBytes(Distribution.exampleFilter("2.0.0")));
        assertThat(console.order("#jar button")).isEqualTo("example.filter 2.0.0 is in charge.");
        assertThat(shown()).contains("\"version\" : \"2.0.0\"");
        assertThat(console.order(button("state", "undo"))).isEqualTo("example.filter 1.0.0 is in charge again.");
        assertThat(shown()).contains("\"version\" : \"1.0.0\"");
        assertThat(console.order(button("state", "stop"))).isEqualTo("example.filter 1.0.0 is off.");
        assertThat(shown()).contains("\"state\" : \"stopped\"");
        assertThat(console.section("missing")).contains("it is switched off");
        assertThat(console.order(button("state", "start"))).isEqualTo("example.filter 1.0.0 is on.");
        assertThat(shown()).contains("\"state\" : \"active\"");
        console.isSound("a plug-in's page");
        assertThat(console.order(button("state", "remove"))).isEqualTo("example.filter is gone.");
        assertThat(cli("plugin", "list", "--json")).doesNotContain(EXAMPLE);
        assertThat(browser.run("location.pathname")).isEqualTo(Console.MAIL + "/filters");
    }

    @Test
    void thisPageReplacesItselfAndGoesOnAsTheNewVersion() throws Exception {
        String name = "org.posthouse.console.filters";
        Path jar = folder.resolve("filters.jar");
        Distribution.altered(name, Map.of("Bundle-Version", "99.0.0"), jar);
        console.open("filters/" + name);
        try {
            choose("filters.jar", Files.readAllBytes(jar));
            assertThat(console.order("#jar button")).isEqualTo("console.filters 99.0.0 is in charge.");
            assertThat(console.section("state")).contains("99.0.0");
        } finally {
            cli("plugin", "remove", name);
        }
        assertThat(Files.readString(server.home().resolve("log/posthouse.log")))
                .doesNotContain("calls did not come back");
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void aFilterJudgesEarlierByAButton() throws Exception {
        install("1.0.0");
        Path jar = folder.resolve("second.jar");
        Distribution.altered(Distribution.exampleFilter("1.0.0"), Map.of("Bundle-SymbolicName", SECOND), jar);
        cli("plugin", "install", jar.toString());
        List<String> before = order();
        assertThat(before).containsExactlyInAnyOrder(EXAMPLE, SECOND);
        console.open("filters");
        String last = "[...document.querySelectorAll('#order [value=earlier]')].find(each =>"
                + " each.form.elements.id.value == 'message/" + before.get(1) + "')";
        browser.run("(" + last + ".id = 'up')");
        assertThat(console.order("#up")).endsWith(" judges earlier now.");
        assertThat(order()).containsExactly(before.get(1), before.get(0));
        browser.run("(" + last.replace("earlier", "later") + ".id = 'down')");
        assertThat(console.order("#down")).endsWith(" judges later now.");
        assertThat(order()).isEqualTo(before);
        cli("filter", "reorder", before.get(1), before.get(0));
        assertThat(cli("filter", "reorder", before.get(0), before.get(1))).contains(EXAMPLE);
        assertThat(order()).isEqualTo(before);
        assertThat(browser.complaints()).isEmpty();
    }

    /** Of those two, when the message is there. */
    private List<String> order() throws Exception {
        String all = cli("filter", "order", "--json");
        return all.substring(all.indexOf("\"message\""))
                .lines()
                .filter(line -> line.contains("\"plugin\""))
                .map(line -> line.replaceAll(".*: \"(.*)\".*", "$1"))
                .filter(Set.of(EXAMPLE, SECOND)::contains)
                .toList();
    }

    @Test
    void aSettingIsSavedFromItsFormAndAWrongOneIsRefusedBesideItsField() throws Exception {
        console.open("filters/" + PIPELINE);
        String field = "[name=set-rejectAt]";
        String save = "button[value=save]";
        browser.type(field, "-4");
        assertThat(console.order(save)).contains("Nothing was saved", "rejectAt must not be -4");
        assertThat(browser.run("document.querySelector('" + field + "').value + ' '"
                        + " + document.querySelector('.complaint').innerText"))
                .startsWith("-4 rejectAt must not be -4");
        assertThat(rejectAt()).isEqualTo("15.0");
        console.isSound("a form with a complaint");
        browser.type(field, "21");
        assertThat(console.order(save)).contains("saved rejectAt");
        assertThat(rejectAt()).isEqualTo("21.0");
        Path file = server.home().resolve("etc/" + PIPELINE + ".config");
        await().atMost(PATIENCE)
                .until(() -> Files.exists(file) && Files.readString(file).contains("rejectAt"));
        assertThat(console.order("button[value=defaults]")).contains("has its defaults again");
        assertThat(rejectAt()).isEqualTo("15.0");
    }

    @Test
    void aRouteIsMadeByItsFormAndTakenAwayAgain() throws Exception {
        console.open("filters/org.posthouse.delivery.smtp");
        browser.run("(document.querySelector('#anotherx details, #another details').open = true)");
        String form = "form:has([name=instance]) ";
        assertThat(console.order(form + "button")).contains("A name has letters, digits, dots and dashes");
        console.isSound("a form for one more");
        browser.type(form + "[name=instance]", "hay.example");
        browser.type(form + "[name=set-domain]", "hay.example");
        browser.type(form + "[name=set-host]", "127.0.0.1");
        assertThat(console.order(form + "button")).isEqualTo("Fixed route hay.example is there. It acts at once.");
        assertThat(cli("route", "list")).contains("hay.example");
        assertThat(cli("config", "history", "org.posthouse.delivery.smtp.route~hay.example"))
                .contains("console", "admin@school.edu");
        assertThat(console.order("form:not(:has([name=instance])) button[value=delete]"))
                .contains("is removed");
        assertThat(cli("route", "list")).doesNotContain("hay.example");
        assertThat(browser.complaints()).isEmpty();
    }

    private String rejectAt() throws Exception {
        String all = cli("config", "show", PIPELINE, "--json");
        return all.replaceAll("(?s).*\"id\" : \"rejectAt\".*?\"values\" : \\[ \"([^\"]*)\" \\].*", "$1");
    }

    @Test
    void whatBecomesOfMailThatAFilterDoesNotJudgeIsSaid() throws Exception {
        console.open("filters/org.posthouse.filter.access");
        browser.run("(document.querySelector('#policy [name=failing]').value = 'hold')");
        assertThat(console.order("#policy button")).contains("Saved");
        assertThat(cli("filter", "order", "--json")).contains("\"onFailure\" : \"hold\"");
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void aJarThatDoesNotFitIsExplainedReasonByReason() throws Exception {
        byte[] jar = future();
        console.open("filters");
        choose("future.jar", jar);
        assertThat(console.order("#jar button")).isEqualTo("Not done: there are 2 reasons, shown below.");
        assertThat(console.section("refused"))
                .contains("needs the package org.posthouse.spi.filter [99,100), but here is")
                .contains("needs Java 99, and this is Java " + Runtime.version().feature())
                .contains("What to do: ");
        Path file = Files.write(folder.resolve("future.jar"), jar);
        Run same = server.posthouse("plugin", "install", file.toString(), "--json");
        assertThat(same.status()).isEqualTo(1);
        assertThat(same.out()).contains("\"kind\" : \"package\"", "\"kind\" : \"java\"", "\"wanted\" : \"[99,100)\"");
        assertThat(same.err().lines()).hasSize(3);
        choose("broken.jar", "no jar at all".getBytes(StandardCharsets.UTF_8));
        assertThat(console.order("#jar button")).startsWith("Not done: ").contains("broken or incomplete");
        assertThat(server.home().resolve("plugins")).isEmptyDirectory();
        assertThat(browser.complaints()).isEmpty();
    }

    /** A bundle of another time. */
    private static byte[] future() throws Exception {
        Manifest manifest = manifest("org.example.future");
        Attributes main = manifest.getMainAttributes();
        main.putValue("Import-Package", "org.posthouse.spi.filter;version=\"[99,100)\"");
        main.putValue("Require-Capability", "osgi.ee;filter:=\"(&(osgi.ee=JavaSE)(version=99))\"");
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        new JarOutputStream(octets, manifest).close();
        return octets.toByteArray();
    }

    @Test
    void aPlugInThatWaitsIsInstalledAndSaysForWhat() throws Exception {
        console.open("filters");
        choose("waiting.jar", waiting());
        try {
            assertThat(console.order("#jar button"))
                    .isEqualTo(WAITING + " 1.0.0 is installed and does not run yet: see what is missing.");
            assertThat(console.section("missing"))
                    .contains(
                            "Hungry waits for the service org.example.Hay (its reference hay), which nobody here offers")
                    .contains("Strict waits for its configuration org.example.strict");
            assertThat(cli("plugin", "why", WAITING, "--json"))
                    .contains("\"kind\" : \"service\"", "\"needs\" : \"org.example.Hay\"")
                    .contains("\"kind\" : \"configuration\"", "\"needs\" : \"org.example.strict\"");
        } finally {
            cli("plugin", "remove", WAITING);
        }
        assertThat(browser.complaints()).isEmpty();
    }

    /** One component needs a service that nobody has, the other a configuration. */
    private static byte[] waiting() throws Exception {
        String begin = "<scr:component xmlns:scr='http://www.osgi.org/xmlns/scr/v1.3.0' name='";
        String end = "<implementation class='org.example.None'/><service><provide interface='java.lang.Runnable'/>"
                + "</service>%s</scr:component>";
        Manifest manifest = manifest(WAITING);
        manifest.getMainAttributes().putValue("Service-Component", "OSGI-INF/hungry.xml,OSGI-INF/strict.xml");
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        try (JarOutputStream jar = new JarOutputStream(octets, manifest)) {
            jar.putNextEntry(new JarEntry("OSGI-INF/hungry.xml"));
            String hay = "<reference name='hay' interface='org.example.Hay'/>";
            jar.write((begin + "Hungry'>" + String.format(end, hay)).getBytes(StandardCharsets.UTF_8));
            jar.putNextEntry(new JarEntry("OSGI-INF/strict.xml"));
            String strict = "Strict' configuration-policy='require' configuration-pid='org.example.strict'>";
            jar.write((begin + strict + String.format(end, "")).getBytes(StandardCharsets.UTF_8));
        }
        return octets.toByteArray();
    }

    private static Manifest manifest(String name) {
        Manifest manifest = new Manifest();
        Attributes main = manifest.getMainAttributes();
        main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        main.putValue("Bundle-ManifestVersion", "2");
        main.putValue("Bundle-SymbolicName", name);
        main.putValue("Bundle-Version", "1.0.0");
        return manifest;
    }

    @Test
    void aFormWhoseBundleHasGoneMeanwhileIsToldSo() throws Exception {
        install("1.0.0");
        console.open("filters/" + EXAMPLE);
        cli("plugin", "remove", EXAMPLE);
        assertThat(console.order(button("state", "stop"))).contains("is gone; it has been removed");
        assertThat(browser.run("location.pathname")).isEqualTo(Console.MAIL + "/filters");
        console.open("filters/" + EXAMPLE);
        assertThat(browser.text()).contains("There is no such plug-in, or it has been removed");
        assertThat(browser.complaints()).isEmpty();
    }
}
