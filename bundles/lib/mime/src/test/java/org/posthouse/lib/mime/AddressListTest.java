package org.posthouse.lib.mime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class AddressListTest {
    private static String show(String body) {
        return AddressList.parse(body).stream()
                .map(address -> "[" + or(address.name()) + "|" + or(address.route()) + "|" + or(address.mailbox()) + "|"
                        + or(address.host()) + "]")
                .collect(Collectors.joining());
    }

    private static String or(Optional<String> value) {
        return value.orElse("~");
    }

    @Test
    void ordinaryAddressesAreRead() {
        assertThat(show("Kate <kate@school.edu>, ron@example.com"))
                .isEqualTo("[Kate|~|kate|school.edu][~|~|ron|example.com]");
        assertThat(show("John Q. Public <a.b@c>")).isEqualTo("[John Q. Public|~|a.b|c]");
        assertThat(show("<a@b>")).isEqualTo("[~|~|a|b]");
        assertThat(show("a@[127.0.0.1]")).isEqualTo("[~|~|a|[127.0.0.1]]");
        assertThat(show("=?utf-8?q?a?= <a@b>")).isEqualTo("[=?utf-8?q?a?=|~|a|b]");
        assertThat(show("")).isEmpty();
    }

    @Test
    void quotedStringsLoseTheirQuotes() {
        assertThat(show("\"Giant; \\\"Big\\\" Box\" <s@e>")).isEqualTo("[Giant; \"Big\" Box|~|s|e]");
        assertThat(show("\"a, b\"@c")).isEqualTo("[~|~|a, b|c]");
        assertThat(show("\"open <a@b>")).isEqualTo("[~|~|open <a@b>|]");
    }

    @Test
    void commentsAreBlanksAndTheLastOneIsTheName() {
        assertThat(show("kate@school.edu (Kate (of) school)")).isEqualTo("[Kate (of) school|~|kate|school.edu]");
        assertThat(show("Pete(A nice \\) chap) <pete(his)@silly.test(host)>")).isEqualTo("[Pete|~|pete|silly.test]");
        assertThat(show("a@b (never closed")).isEqualTo("[never closed|~|a|b]");
    }

    @Test
    void groupsHaveABeginningAndAnEnd() {
        assertThat(show("A Group:Ed <e@a>,joe@w;, z@z"))
                .isEqualTo("[~|~|A Group|~][Ed|~|e|a][~|~|joe|w][~|~|~|~][~|~|z|z]");
        assertThat(show("Undisclosed recipients:;")).isEqualTo("[~|~|Undisclosed recipients|~][~|~|~|~]");
        assertThat(show("open:a@b")).isEqualTo("[~|~|open|~][~|~|a|b][~|~|~|~]");
    }

    @Test
    void obsoleteSyntaxIsRead() {
        assertThat(show("Mary <@node.test,@x.test:mary@e.test>, , j@t . example"))
                .isEqualTo("[Mary|@node.test,@x.test|mary|e.test][~|~|j|t.example]");
    }

    @Test
    void anAddressWithoutADomainHasAnEmptyHost() {
        assertThat(show("root, <admin>")).isEqualTo("[~|~|root|][~|~|admin|]");
        assertThat(AddressList.parse("root").get(0).address()).contains("root");
    }

    @Test
    void whatFollowsAnAddressIsPassedOver() {
        assertThat(show("<a@b> junk \"x,y\", c@d")).isEqualTo("[~|~|a|b][~|~|c|d]");
        assertThat(show("a@b@c, d@e")).isEqualTo("[~|~|a|b][~|~|d|e]");
        assertThat(show(">)],;a@b")).isEqualTo("[~|~|a|b]");
    }
}
