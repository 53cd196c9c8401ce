package org.posthouse.core.config.etc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.posthouse.testkit.fuzz.Fuzz;

/** Whatever a hand has written into a file, it is settings or broken; and settings are written as they were read. */
class ConfigTextFuzzTest {
    private static final List<String> FILES = List.of(
            "# remark\nport=I\"25\"\nhostName=\"mx.example\"\ntls=B\"true\"\n",
            "servers=[\"127.0.0.1:53\",\"[::1]:53\"]\nports=I[\"1\",\"2\"]\n",
            "list=L(\"1\",\"2\")\nempty=[]\nratio=D\"0.5\"\nfloat=F\"1.5\"\n",
            "quoted=\"a \\\"b\\\" \\\\ \\n = c\"\nkey\\=with=\"x\"\n",
            "c=C\"x\"\ns=S\"1\"\nb=i[ \\\n  \"3\", \\\n  ]\n");

    /** A file without anything is broken. */
    private static final String REMARK = "# it\n";

    @Test
    void whateverIsWrittenThereIsSettingsOrBroken() {
        Fuzz.of(FILES)
                .words("I\"", "[\"", "]", "(", ")", "\\\n", "\\u0041", "=\"", "\",\"", "#", "NaN")
                .feed(octets -> {
                    Map<String, Object> values;
                    try {
                        values = ConfigText.parse(new String(octets, UTF_8));
                    } catch (BrokenFileException broken) {
                        assertThat(broken.getMessage()).isNotBlank();
                        return;
                    }
                    String printed = ConfigText.print(REMARK, values);
                    assertThat(ConfigText.print(REMARK, ConfigText.parse(printed)))
                            .isEqualTo(printed);
                });
    }

    @Test
    void aFileIsReadInLinearTime() {
        for (String piece : List.of("a", "\"", "a=\"b\"\n", "\"x\",", "\\", "#", "[", "\\\n")) {
            for (String begin : List.of("", "a=\"", "a=[", "a=[\"x\",")) {
                Fuzz.linear(begin, piece, octets -> {
                    try {
                        ConfigText.parse(new String(octets, UTF_8));
                    } catch (BrokenFileException broken) {
                        assertThat(broken.getMessage()).isNotBlank();
                    }
                });
            }
        }
    }
}
