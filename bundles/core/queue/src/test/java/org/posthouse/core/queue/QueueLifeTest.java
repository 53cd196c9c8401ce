package org.posthouse.core.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.posthouse.api.mail.MailException;
import org.posthouse.tck.queue.QueueHouse;
import org.posthouse.testkit.Await;

class QueueLifeTest {
    @TempDir
    Path folder;

    private final QueueHouse house = new QueueHouse();
    private final List<String> heard = new CopyOnWriteArrayList<>();

    private QueueLife life() {
        return new QueueLife(() -> TestQueues.open(folder, house), new QueueLife.Listener() {
            @Override
            public void opened(SpoolQueue queue) {
                heard.add("opened");
            }

            @Override
            public void failed(String reason) {
                heard.add(reason);
            }
        });
    }

    @Test
    void isOpenAtOnceIfNothingIsInItsWay() throws Exception {
        try (QueueLife life = life()) {
            life.begin();
            assertThat(life.queue().list()).isEmpty();
            assertThat(life.troubles()).isEmpty();
            assertThat(heard).containsExactly("opened");
        }
        TestQueues.open(folder, house).close();
    }

    @Test
    void waitsForTheFormerOneAndRefusesUntilThen() throws Exception {
        SpoolQueue former = TestQueues.open(folder, house);
        try (QueueLife life = life()) {
            life.begin();
            assertThatThrownBy(life::queue).isInstanceOfSatisfying(MailException.class, refusal -> assertThat(
                            refusal.status().temporary())
                    .isTrue());
            assertThat(life.troubles()).singleElement().asString().contains("it is not open", "not done writing");
            former.close();
            Await.until("it is open", () -> life.open().isPresent());
            Await.until("that was told", () -> heard.contains("opened"));
            assertThat(heard).containsExactly("opened");
            assertThat(life.troubles()).isEmpty();
        }
    }

    @Test
    void opensByItselfWhenWhatWasInItsWayIsClearedAway() throws Exception {
        Path lock = Files.createDirectories(folder.resolve("lock"));
        try (QueueLife life = life()) {
            life.begin();
            assertThat(life.open()).isEmpty();
            assertThat(heard).singleElement().asString().contains(lock + " is a folder: remove it");
            Files.delete(lock);
            Await.until("it is open", () -> heard.contains("opened"));
            assertThat(life.queue().list()).isEmpty();
        }
    }

    @Test
    void triesNoMoreWhenItIsClosed() throws Exception {
        Path lock = Files.createDirectories(folder.resolve("lock"));
        QueueLife life = life();
        life.begin();
        life.close();
        Files.delete(lock);
        life.begin();
        assertThat(life.open()).isEmpty();
        TestQueues.open(folder, house).close();
    }
}
