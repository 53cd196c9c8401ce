package org.posthouse.lib.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class FlagTableTest {
    private final FlagTable table = new FlagTable();

    @Test
    void theSameFlagsHaveTheSameNumberWhateverTheirOrderOrCase() {
        int number = table.number(FlagSet.of(List.of("\\Seen", "Work")));
        assertThat(table.number(FlagSet.of(List.of("work", "\\SEEN")))).isEqualTo(number);
        assertThat(table.number("\\Seen Work")).isEqualTo(number);
        assertThat(table.get(number).flags()).containsExactly("\\Seen", "Work");
        assertThat(table.number("")).isNotEqualTo(number);
    }

    @Test
    void onlyKeywordsInUseAreNamed() {
        table.number("gone");
        Columns columns = Columns.of(List.of(new Entry(1, 1, 1, 1, table.number("\\Seen blue"), 1)));
        assertThat(table.keywords(columns)).isEqualTo(Set.of("blue"));
    }

    @Test
    void aCrowdedTableIsLeftBehindWithWhatNobodyUses() {
        Index index = Index.empty(1);
        int number = index.flagTable().number("kept");
        for (int i = 0; i < 3_000; i++) {
            index.flagTable().number("keyword" + i);
        }
        Columns columns = Columns.of(List.of(new Entry(1, 1, 1, 1, number, 1)));
        Index compact = new Index(columns, index.flagTable(), index.history()).compact();
        assertThat(index.flagTable().crowded()).isTrue();
        assertThat(compact.flagTable().crowded()).isFalse();
        assertThat(compact.flags(0).text()).isEqualTo("kept");
    }
}
