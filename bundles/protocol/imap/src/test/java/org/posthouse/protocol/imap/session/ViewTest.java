package org.posthouse.protocol.imap.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.posthouse.lib.wire.imap.ImapReader;
import org.posthouse.lib.wire.imap.ImapSyntaxException;
import org.posthouse.lib.wire.imap.NumberSet;
import org.posthouse.lib.wire.imap.SequenceSet;

class ViewTest {
    @Test
    void uidsHave32Bits() throws ImapSyntaxException {
        View view = new View(NumberSet.parse("1,7:9,2147483648,4294967295"));
        assertThat(view.count()).isEqualTo(6);
        assertThat(view.uid(6)).isEqualTo(4_294_967_295L);
        assertThat(view.number(2_147_483_648L)).isEqualTo(5);
        assertThat(view.number(10)).isZero();
        assertThat(view.uids()).hasToString("1,7:9,2147483648,4294967295");
        assertThatThrownBy(() -> view.append(3)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void setsOfUidsNameTheMessagesThereAre() throws ImapSyntaxException {
        View view = new View(NumberSet.parse("3:5,9"));
        assertThat(view.numbersOfUids(set("1:4294967295"))).hasToString("1:4");
        assertThat(view.numbersOfUids(set("4,6:*"))).hasToString("2,4");
        assertThat(view.numbersOfUids(set("20:*"))).hasToString("4");
        assertThat(view.numbersOfUids(set("1:2"))).isEqualTo(NumberSet.EMPTY);
        assertThat(new View().numbersOfUids(set("1:*"))).isEqualTo(NumberSet.EMPTY);
        assertThat(view.uids(NumberSet.of(1, 4))).hasToString("3,9");
    }

    @Test
    void removingRenumbersWhatFollows() throws ImapSyntaxException {
        View view = new View(NumberSet.parse("1:6"));
        view.remove(NumberSet.parse("1,3:4"));
        assertThat(view.uids()).hasToString("2,5:6");
        view.append(7);
        assertThat(view.number(7)).isEqualTo(4);
        Recent recent = new Recent();
        recent.add(5, 9);
        recent.add(9, 5);
        assertThat(recent.count(view)).isEqualTo(3);
    }

    private static SequenceSet set(String text) throws ImapSyntaxException {
        return SequenceSet.read(ImapReader.over(text));
    }
}
