package org.posthouse.lib.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

final class HtmlTest {
    @Test
    void whatIsWrittenIsTextWhateverItLooksLike() {
        String html = Html.page()
                .element("p", "<script>alert('1')</script> & more", "title", "\"><img src=x onerror=alert(1)>")
                .toString();
        assertThat(html)
                .contains("&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt; &amp; more")
                .contains("title=\"&quot;&gt;&lt;img src=x onerror=alert(1)&gt;\"")
                .doesNotContain("<script")
                .doesNotContain("<img");
    }

    @Test
    void controlCharactersAreShownAsWhatNobodyCanRead() {
        assertThat(Html.page().text("a\u0000b\u001b[31m").toString()).contains("a\ufffdb\ufffd[31m");
    }

    @Test
    void whatTurnsTheDirectionOfOthersIsShownAsWhatNobodyCanRead() {
        assertThat(Html.page().text("\u202egpj.\u2069 \u05d0\u200f \u0085").toString())
                .contains("\ufffdgpj.\ufffd \u05d0\ufffd \ufffd");
    }

    @Test
    void everyElementIsEnded() {
        assertThat(Html.page().open("html").open("body").open("br").toString())
                .isEqualTo("<!DOCTYPE html>\n<html><body><br></body></html>\n");
    }

    @Test
    void anAddressThatLeadsElsewhereLeadsNowhere() {
        for (String address : List.of(
                "javascript:alert(1)",
                "JaVaScRiPt:alert(1)",
                "java\nscript:alert(1)",
                "data:text/html,x",
                "//evil.example/",
                "/\\evil.example/",
                "/\t/evil.example/",
                "https://evil.example/")) {
            assertThat(Html.part().link("x", address).toString()).as(address).contains("href=\"#\"");
        }
        for (String address : List.of("/system/console", "?q=a:b", "queue/1AB", "#main", "/x?next=http://a.example/")) {
            assertThat(Html.part().link("x", address).toString()).as(address).contains("href=\"" + address + "\"");
        }
    }

    @Test
    void scriptsAndStylesInTheMidstAreRefused() {
        for (String attribute : List.of("onclick", "onerror", "style", "x y", "\"")) {
            assertThatThrownBy(() -> Html.part().open("p", attribute, "x"))
                    .as(attribute)
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void aLongAddressEndsALineAtItsAtOrADotOnly() {
        assertThat(Html.part().address("ron@example.com").toString())
                .isEqualTo("<span class=\"address\">ron@example.com</span>\n");
        assertThat(Html.part()
                        .address("ron.<b>@a.department.of.some.school.example")
                        .toString())
                .contains(">ron.&lt;b&gt;<wbr>@a<wbr>.department<wbr>.of<wbr>.some<wbr>.school<wbr>.example<");
    }
}
