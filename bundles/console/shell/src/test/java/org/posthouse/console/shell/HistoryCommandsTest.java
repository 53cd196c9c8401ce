package org.posthouse.console.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.posthouse.api.config.Configurations;
import org.posthouse.api.mail.MailException;

final class HistoryCommandsTest implements Configurations {
    private final List<Change> changes = new ArrayList<>();
    private final List<String> lost = new ArrayList<>();
    private final List<String> done = new ArrayList<>();
    private String author = "";

    private int run(Screen screen, String... words) throws Exception {
        return new Offered().with(Configurations.class, this).run(ConfigCommands.all(), screen, words);
    }

    @Test
    void changesAreShownWithSecretsMasked() throws Exception {
        Screen none = new Screen();
        assertThat(run(none, "config", "history")).isZero();
        assertThat(none.out()).isEqualTo("Nothing has been changed.\n");
        changes.add(new Change(
                7,
                Instant.EPOCH,
                "org.example",
                "console",
                "kate",
                List.of(
                        new Difference("count", Optional.of(List.of("3")), Optional.of(List.of("5")), false),
                        new Difference("key", Optional.empty(), Optional.empty(), true))));
        Screen some = new Screen();
        assertThat(run(some, "config", "history", "--json")).isZero();
        assertThat(some.out())
                .contains("\"id\" : 7", "\"before\" : [ \"3\" ]", "\"secret\" : true", "\"who\" : \"kate\"");
        Screen table = new Screen();
        assertThat(run(table, "config", "history")).isZero();
        assertThat(table.out().replaceAll("\\s+", " ")).contains("count: 3 → 5");
    }

    @Test
    void whatCannotBeReadAnyMoreIsTold() throws Exception {
        lost.add("17.change cannot be read");
        Screen screen = new Screen();
        assertThat(run(screen, "config", "history")).isEqualTo(Commands.PROBLEMS);
        assertThat(screen.err()).isEqualTo("posthouse: 17.change cannot be read\n");
    }

    @Test
    void onlyWhatIsRememberedIsTakenBackInTheCallersName() throws Exception {
        Screen screen = new Screen();
        assertThat(run(screen, "config", "undo", "seven")).isEqualTo(Commands.WRONG_USAGE);
        assertThat(run(screen, "config", "undo", "7")).isEqualTo(Commands.REFUSED);
        assertThat(screen.err()).contains("config history");
        changes.add(new Change(7, Instant.EPOCH, "org.example", "file", "", List.of()));
        assertThat(run(screen, "config", "undo", "7")).isZero();
        assertThat(done).containsExactly("command somebody undo 7");
    }

    @Override
    public Configurations by(String door, String who) {
        author = door + " " + who;
        return this;
    }

    @Override
    public List<Change> history(Optional<String> pid) {
        return changes;
    }

    @Override
    public List<String> lostChanges() {
        return lost;
    }

    @Override
    public void undo(long change) {
        done.add(author + " undo " + change);
    }

    @Override
    public List<String> pids() {
        return List.of();
    }

    @Override
    public Optional<Described> show(String pid) {
        return Optional.empty();
    }

    @Override
    public void set(String pid, Map<String, List<String>> values) throws MailException {
        done.add(author + " set " + pid);
    }

    @Override
    public void reset(String pid) {
        done.add(author + " reset " + pid);
    }
}
