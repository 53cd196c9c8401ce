package org.posthouse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class RequestTest {
    @Test
    void argumentsTravelWhateverTheyHold() {
        assertThat(new Request(List.of("account", "a\nb", "ä"), true, 120, false, true).text())
                .startsWith(
                        "arg:YWNjb3VudA==\narg:YQpi\narg:w6Q=\ntty:true\ncolumns:120\ncolor:false\nstdin:true\nprogress:false\nfolder:");
    }

    @Test
    void noArgumentIsNone() {
        assertThat(new Request(List.of(), false, 80, false, false).text())
                .startsWith("tty:false\ncolumns:80\ncolor:false\nstdin:false\nprogress:false\nfolder:");
    }
}
