package org.posthouse.core.log;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.posthouse.api.log.Detail;
import org.posthouse.api.log.EventLog;

final class LogsTest {
    @Test
    void eachServiceHasItsOwnDetailAndTheOthersTheGeneralOne() {
        Logs logs = new Logs(LogSettings.of("low", "imap=high", " pop3 = medium "));
        assertThat(logs.of("imap", "a").takes(Detail.HIGH)).isTrue();
        assertThat(logs.of("pop3", "a").takes(Detail.HIGH)).isFalse();
        assertThat(logs.of("pop3", "a").takes(Detail.MEDIUM)).isTrue();
        assertThat(logs.of("smtp", "a").takes(Detail.MEDIUM)).isFalse();
        assertThat(logs.of("smtp", "a").takes(Detail.LOW)).isTrue();
    }

    @Test
    void aLogThatIsInUseFollowsWhatIsSet() {
        Logs logs = new Logs(LogSettings.of("medium"));
        EventLog log = logs.of("smtp", "a");
        assertThat(log.takes(Detail.HIGH)).isFalse();
        logs.change(LogSettings.of("medium", "smtp=high"));
        assertThat(log.takes(Detail.HIGH)).isTrue();
        logs.change(LogSettings.of("medium"));
        assertThat(log.takes(Detail.HIGH)).isFalse();
    }

    @Test
    void whatMeansNothingIsLeftOut() {
        Logs logs = new Logs(LogSettings.of("loud", "imap", "=high", "smtp=all", "", "pop3=low"));
        assertThat(logs.of("imap", "a").takes(Detail.MEDIUM)).isTrue();
        assertThat(logs.of("imap", "a").takes(Detail.HIGH)).isFalse();
        assertThat(logs.details()).containsOnlyKeys("pop3");
    }

    @Test
    void detailsNameWhoHasToldSomething() {
        Logs logs = new Logs(LogSettings.of("medium", "imap=low"));
        logs.of("smtp", "a").tell(Detail.MEDIUM, "came");
        logs.of("lmtp", "a").tell(Detail.HIGH, "> NOOP");
        assertThat(logs.details()).containsEntry("smtp", Detail.MEDIUM).containsEntry("imap", Detail.LOW);
        assertThat(logs.details()).doesNotContainKey("lmtp");
    }
}
