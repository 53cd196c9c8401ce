package org.posthouse.lib.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.trace.Trace;
import org.posthouse.api.trace.TraceStep;

final class PartsTest {
    @Test
    void everyFieldOfAFormHasItsLabelAndTheFormItsToken() {
        Html html = Html.part();
        Form.post(html, "stable", "proof")
                .field("horse", "Horse", "Frou-Frou")
                .choice("food", "Food", Map.of("hay", "Hay"), "hay")
                .tick("shod", "Shod", true)
                .area("notes", "Notes", "<fast>", 3)
                .order(Order.of("sell", "Sell", "Sell Frou-Frou").asking("Sell her?"))
                .end("Save");
        assertThat(html.toString())
                .contains("method=\"post\"", "name=\"token\" value=\"proof\"")
                .contains("<label for=\"stable-horse\">Horse</label>", "id=\"stable-horse\"")
                .contains("<label for=\"stable-food\">", "<label for=\"stable-shod\">", "<label for=\"stable-notes\">")
                .contains("aria-label=\"Sell Frou-Frou\"", "data-confirm=\"Sell her?\"", "&lt;fast&gt;");
    }

    @Test
    void aFieldIsDescribedByWhatStandsBelowItsLabel() {
        Html html = Html.part();
        Form.settings(html, "stable", "proof")
                .hint("Of oats.")
                .complaint("too much")
                .field("food", "Food", "9", "inputmode", "numeric")
                .hint("Where she sleeps.")
                .ticks("box", "Box", Map.of("a", "Left"), List.of("a"))
                .area("notes", "Notes", "", 3)
                .orders(Order.of("save", "Save", "Save all"))
                .end();
        assertThat(html.toString())
                .containsSubsequence(
                        "<label for=\"stable-food\">Food</label>",
                        "id=\"stable-food-hint\">Of oats.",
                        "id=\"stable-food-complaint\" role=\"alert\">too much",
                        "<input id=\"stable-food\"",
                        "aria-describedby=\"stable-food-complaint stable-food-hint\" aria-invalid=\"true\"")
                .contains("<fieldset class=\"field\" aria-describedby=\"stable-box-hint\"><legend>Box</legend>")
                .contains("name=\"box=a\" value=\"true\" checked")
                .contains("<textarea id=\"stable-notes\" name=\"notes\" rows=\"3\"></textarea>");
    }

    @Test
    void whatBecameOfAMailIsToldByItsEndsNotByItsLaterLife() {
        Instant noon = Instant.parse("2026-03-01T12:00:00Z");
        TraceStep accepted = TraceStep.at(noon, "accepted")
                .queueId("Q1")
                .fact("sender", "ron@example.com")
                .fact("recipients", "kate@school.edu tom@slow.example")
                .build();
        List<TraceStep> steps = List.of(
                accepted,
                end("delivered", "kate@school.edu"),
                end("deferred", "tom@slow.example"),
                TraceStep.at(noon.plusSeconds(9), "flagged").queueId("Q1").build());
        Html html = Html.part();
        Fate fate = Fate.of(new Trace.Life("Q1", accepted, steps));
        fate.to(html);
        fate.badges(html);
        assertThat(html.toString())
                .contains("kate@school.edu</span> and 1 more", "good\">1 delivered<", "fair\">1 deferred<")
                .doesNotContain("flagged");
        assertThat(Fate.of(new Trace.Life("Q1", accepted, List.of(accepted))).words())
                .containsExactly("accepted");
    }

    /** RFC 5321 §4.1.2: what stands in quotes may have blanks. */
    @Test
    void anAddressWithBlanksIsOneRecipient() {
        TraceStep accepted = TraceStep.at(Instant.parse("2026-03-01T12:00:00Z"), "accepted")
                .queueId("Q1")
                .fact("recipients", "a b c@school.edu kate@school.edu")
                .build();
        assertThat(Fate.of(new Trace.Life("Q1", accepted, List.of(accepted))).recipients())
                .containsExactly("a b c@school.edu", "kate@school.edu");
    }

    private static TraceStep end(String stage, String recipient) {
        return TraceStep.at(Instant.parse("2026-03-01T12:00:05Z"), stage)
                .queueId("Q1")
                .fact("recipient", recipient)
                .build();
    }

    @Test
    void aRowNamesItsCellsAndHasNoMoreThanHeadings() {
        Html html = Html.part();
        Rows rows = new Rows(html, "Horses", "Name", "");
        rows.begin().cell("Frou-Frou").orders("proof", "id", "1", List.of(Order.of("sell", "Sell", "Sell Frou-Frou")));
        assertThat(html.toString())
                .contains(">Horses</caption>", "<th scope=\"col\">Name</th>", "data-label=\"Name\">Frou-Frou</td>")
                .contains("name=\"token\" value=\"proof\"", "name=\"id\" value=\"1\"");
        assertThatThrownBy(() -> rows.cell("more")).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void fieldsThatBelongTogetherHaveAWordForIt() {
        Html html = Html.part();
        Form.post(html, "stable", "proof")
                .group("She may", group -> group.tick("trot", "trot", true).tick("jump", "jump", false))
                .end("Save");
        assertThat(html.toString())
                .containsSubsequence("<fieldset", "<legend>She may</legend>", "trot", "jump", "</fieldset>", "Save");
    }

    @Test
    void aPartThatCannotBeToldLeavesTheOthers() {
        Html html = Html.part();
        Section.write(html, "barn", "Barn", part -> {
            part.open("p").text("half");
            throw MailException.notNow("<locked>");
        });
        Section.write(html, "stable", "Stable", part -> part.element("p", "open"));
        assertThat(html.toString())
                .contains("This cannot be told now: &lt;locked&gt;", "<p>open</p>")
                .doesNotContain("half");
    }

    @Test
    void aPageThatIsAskedForIsOneThereIs() {
        List<Integer> rows = IntStream.range(0, 45).boxed().toList();
        assertThat(Paging.of("3", 20, 45).of(rows)).containsExactly(40, 41, 42, 43, 44);
        for (String asked : List.of("", "0", "-1", "x", "99999999999999999999")) {
            assertThat(Paging.of(asked, 20, 45).page()).as(asked).isEqualTo(1);
        }
        assertThat(Paging.of("99", 20, 45).page()).isEqualTo(3);
        assertThat(Paging.of("1", 20, 0).of(List.of())).isEmpty();
        Html html = Html.part();
        Paging.of("2", 20, 45).write(html, "q", "a&b");
        assertThat(html.toString()).contains("?q=a%26b&amp;page=1", "?q=a%26b&amp;page=3", "page 2 of 3, 45 in all");
    }

    @Test
    void aChartSaysItsFiguresInWordsAndHasGapsWhereNothingIsKnown() {
        Html html = Html.part();
        new Chart("c", "Mails", "an hour ago", List.of(new Chart.Line("in", List.of(1.0, Double.NaN, 4.0))))
                .write(html);
        assertThat(html.toString())
                .contains("in now 4, most 4.", "<title id=\"c-title\">Mails</title>")
                .doesNotContain("NaN");
        assertThat(html.toString().split("<polyline", -1)).hasSize(3);
    }
}
