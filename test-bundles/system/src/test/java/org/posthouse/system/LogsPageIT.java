package org.posthouse.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The console's page about the logs: it follows what is written, and how much services tell is what the command line says. */
@Tag("clients")
final class LogsPageIT {
    private static final String LINES = "document.getElementById('lines').innerText";

    private Console console;
    private Browser browser;

    @BeforeEach
    void login() throws Exception {
        console = Console.loggedIn();
        browser = console.browser();
    }

    @AfterEach
    void asItWas() throws Exception {
        console.server().posthouse("log", "level", "all", "medium");
    }

    private String level(String service) throws Exception {
        return console.server().posthouse("log", "level", service, "--json").out();
    }

    @Test
    void whatIsWrittenComesByItselfWhileThePageIsGoing() throws Exception {
        console.open("logs?log=mail");
        String id = console.send("ron@example.com");
        console.until(LINES + ".includes('" + id + "')");
        assertThat(Files.readString(console.server().home().resolve("log/mail.log")))
                .contains(id);
        browser.click("#live");
        assertThat(browser.run("document.getElementById('live').getAttribute('aria-pressed')"))
                .isEqualTo("false");
        browser.click("#live");
        String other = console.send("ron@example.com");
        console.until(LINES + ".includes('" + other + "')");
        console.isSound("logs");
        console.open("logs?log=mail&id=" + other);
        assertThat(browser.run(LINES)).contains(other).doesNotContain(id);
    }

    @Test
    void howMuchAServiceTellsIsChangedByAButton() throws Exception {
        console.open("logs?service=smtp&text=hay.bale.example");
        assertThat(console.order("#levels tr:has([name=id][value=smtp]) [value=high]"))
                .isEqualTo("smtp tells at detail high from now on.");
        assertThat(level("smtp")).contains("\"detail\" : \"high\"");
        assertThat(level("imap")).contains("\"detail\" : \"medium\"");
        try (Smtp smtp = console.server().smtp()) {
            smtp.ask("HELP <script>document.title='hay.bale.example'</script>");
        }
        console.until(LINES + ".includes('hay.bale.example')");
        assertThat(browser.run("document.title")).isEqualTo("Logs · Posthouse");
        assertThat(console.order("#levels tr:has([name=id][value=all]) [value=low]"))
                .isEqualTo("Every service tells at detail low from now on.");
        assertThat(level("smtp")).contains("\"detail\" : \"low\"");
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void theLogIsSavedAsItIs() throws Exception {
        console.open("logs?log=audit");
        String saved = browser.run("fetch(document.querySelector('a[href$=\"audit.log\"]').href)"
                + ".then(answer => answer.text().then(text => answer.headers.get('Content-Disposition') + text))");
        assertThat(saved)
                .startsWith("attachment; filename=\"audit.log\"")
                .contains("console: login from 127.0.0.1: admin@school.edu");
    }
}
