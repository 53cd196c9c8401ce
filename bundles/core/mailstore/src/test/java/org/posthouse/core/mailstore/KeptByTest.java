package org.posthouse.core.mailstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.posthouse.api.mail.MailException;

/** Homes of all ages. */
final class KeptByTest {
    private static final String LOG = "org.posthouse.store.log";
    private static final String JDBC = "org.posthouse.store.jdbc";

    @TempDir
    Path home;

    private Path file() {
        return home.resolve("data/store/backend");
    }

    private void hasDatabase() throws Exception {
        Files.createDirectories(home.resolve("data/db/store"));
    }

    private void hasLog() throws Exception {
        Path format = home.resolve("data/store/default/log/format");
        Files.createDirectories(format.getParent());
        Files.writeString(format, "level 1\n");
    }

    @Test
    void aNewHomeIsForTheLogUnlessAnotherIsSet() {
        KeptBy keptBy = new KeptBy(home);
        assertThat(keptBy.settled()).isEmpty();
        assertThat(keptBy.wanted("")).isEqualTo(LOG);
        assertThat(keptBy.wanted("jdbc")).isEqualTo("jdbc");
        assertThat(file()).doesNotExist();
    }

    @Test
    void whatIsSettledIsRemembered() throws Exception {
        new KeptBy(home).settle(JDBC);
        assertThat(file()).hasContent("posthouse-backend 1\n" + JDBC + "\n");
        KeptBy later = new KeptBy(home);
        later.settle(LOG);
        assertThat(later.wanted("log")).isEqualTo(JDBC);
        assertThat(new KeptBy(home).settled()).hasValue(JDBC);
    }

    @Test
    void aHomeThatHasMailAndDoesNotSayWhereHasItWhereItIs() throws Exception {
        hasDatabase();
        assertThat(new KeptBy(home).wanted("")).isEqualTo(JDBC);
        assertThat(new KeptBy(home).wanted("log")).as("an empty store").isEqualTo(JDBC);
        hasLog();
        assertThat(new KeptBy(home).wanted("")).isEqualTo(JDBC);
        assertThat(new KeptBy(home).wanted("log")).isEqualTo(LOG);
    }

    @Test
    void aHomeWithNothingButALogHasItsMailThere() throws Exception {
        hasLog();
        assertThat(new KeptBy(home).wanted("jdbc")).isEqualTo(LOG);
    }

    @Test
    void aFileThatSaysNothingIsTold() throws Exception {
        Files.createDirectories(file().getParent());
        Files.writeString(file(), "posthouse-backend 2\n" + LOG + "\n");
        assertThat(new KeptBy(home).trouble().orElseThrow()).contains("does not say which store keeps the mail");
        Files.writeString(file(), "");
        assertThat(new KeptBy(home).trouble()).isPresent();
        Files.writeString(file(), "posthouse-backend 1\n" + LOG + "\n");
        assertThat(new KeptBy(home).trouble()).isEmpty();
    }

    @Test
    void nothingIsSettledThatCannotBeWritten() throws Exception {
        KeptBy keptBy = new KeptBy(home);
        Files.createDirectories(file().getParent().getParent());
        Files.writeString(file().getParent(), "a file in the way");
        assertThatThrownBy(() -> keptBy.settle(LOG)).isInstanceOf(MailException.class);
        assertThat(keptBy.settled()).isEmpty();
    }
}
