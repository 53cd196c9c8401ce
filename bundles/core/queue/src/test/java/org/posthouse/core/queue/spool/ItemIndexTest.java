package org.posthouse.core.queue.spool;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.posthouse.lib.segments.Place;
import org.posthouse.tck.queue.QueueHouse;

class ItemIndexTest {
    private static final Domains DOMAINS = new Domains();

    private final ItemIndex index = new ItemIndex();

    private static Item item(String id) {
        MailRecord mail = new MailRecord(
                1, Instant.EPOCH, Instant.EPOCH, 0, Optional.empty(), QueueHouse.envelope(id, "kate@here.example"));
        return new Item(mail, new Place(null, 0, 0), DOMAINS);
    }

    @Test
    void itIsAMapWhateverComesAndGoes() {
        Random random = new Random(1);
        Map<String, Item> model = new HashMap<>();
        for (int round = 0; round < 60_000; round++) {
            // It grows, shrinks, and grows again.
            boolean growing = round % 30_000 < 15_000;
            String id = "Q" + random.nextInt(8000);
            if (random.nextInt(10) < (growing ? 8 : 1)) {
                Item item = item(id);
                assertThat(index.add(item)).isEqualTo(model.putIfAbsent(id, item) == null);
            } else if (model.containsKey(id)) {
                index.remove(model.remove(id));
            }
            assertThat(index.find(id)).isEqualTo(Optional.ofNullable(model.get(id)));
        }
        assertThat(index.all()).containsExactlyInAnyOrderElementsOf(model.values());
        model.forEach((id, item) -> assertThat(index.find(id)).containsSame(item));
    }

    @Test
    void anotherMailUnderTheSameIdIsNotRemoved() {
        Item one = item("Q1");
        assertThat(index.add(one)).isTrue();
        index.remove(item("Q1"));
        index.remove(item("Q2"));
        assertThat(index.find("Q1")).containsSame(one);
    }
}
