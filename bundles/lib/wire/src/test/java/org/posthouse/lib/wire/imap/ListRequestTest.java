package org.posthouse.lib.wire.imap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.posthouse.lib.wire.imap.ListRequest.Return;
import org.posthouse.lib.wire.imap.ListRequest.Selection;

class ListRequestTest {
    @Test
    void theReferenceIsPutBeforeEachPattern() throws ImapSyntaxException {
        ListRequest request = read("\"Lists/\" (%/new \"o*\")");
        assertThat(request.patterns().matches("Lists/osgi/new")).isTrue();
        assertThat(request.patterns().matches("Lists/osgi")).isTrue();
        assertThat(request.patterns().matches("osgi")).isFalse();
        assertThat(request.patterns().byLevel()).isTrue();
        assertThat(request.extended()).isTrue();
    }

    @Test
    void eachOfTheThreeExtensionsMakesItExtended() throws ImapSyntaxException {
        assertThat(read("\"\" %").extended()).isFalse();
        assertThat(read("() \"\" %").extended()).isTrue();
        assertThat(read("\"\" (%)").extended()).isTrue();
        assertThat(read("\"\" % RETURN ()").extended()).isTrue();
    }

    @Test
    void optionsCountOnceInAnyOrderAndCase() throws ImapSyntaxException {
        ListRequest request = read("(recursivematch Subscribed SPECIAL-USE SUBSCRIBED) a b"
                + " return (status (size) children STATUS (MESSAGES SIZE) special-use)");
        assertThat(request.selection())
                .isEqualTo(Set.of(Selection.RECURSIVEMATCH, Selection.SUBSCRIBED, Selection.SPECIAL_USE));
        assertThat(request.returns()).isEqualTo(Set.of(Return.STATUS, Return.CHILDREN, Return.SPECIAL_USE));
        assertThat(request.status()).containsExactly(StatusItem.SIZE, StatusItem.MESSAGES);
    }

    @Test
    void theEmptyPatternIsSomethingElseThanNoPatternThatMatches() throws ImapSyntaxException {
        assertThat(read("a \"\"").patterns().empty()).isTrue();
        ListPatterns none = read("\"\" (\"\" &&&)").patterns();
        assertThat(none.empty()).isFalse();
        assertThat(none.matches("")).isFalse();
    }

    @Test
    void patternsAreNotWithoutNumber() throws ImapSyntaxException {
        assertThat(read("\"\" (" + "a ".repeat(63) + "a)").patterns().patterns())
                .hasSize(64);
        assertThatThrownBy(() -> read("\"\" (" + "a ".repeat(64) + "a)")).isInstanceOf(ImapLimitException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\"\"",
                "(SUBSCRIBED) %",
                "(RECURSIVEMATCH) \"\" %",
                "(SPECIAL-USE RECURSIVEMATCH) \"\" %",
                "(CHILDREN) \"\" %",
                "\"\" % RETURN (REMOTE)",
                "\"\" % RETURN (SPECIAL_USE)",
                "\"\" % RETURN (STATUS)",
                "\"\" % RETURN (STATUS ())",
                "\"\" % RETURN CHILDREN",
                "\"\" % ",
                "\"\" % SORT",
                "\"\" ()",
                "\"\" (%",
                "\"\" % RETURN () x"
            })
    void whatIsNotInTheGrammarIsRefused(String text) {
        assertThatThrownBy(() -> read(text)).isInstanceOf(ImapSyntaxException.class);
    }

    private static ListRequest read(String text) throws ImapSyntaxException {
        return ListRequest.read(ImapReader.over(text));
    }
}
