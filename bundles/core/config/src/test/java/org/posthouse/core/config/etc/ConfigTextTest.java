package org.posthouse.core.config.etc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Dictionary;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.felix.cm.file.ConfigurationHandler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.osgi.framework.FrameworkUtil;

class ConfigTextTest {
    private static final Map<String, Object> ALL = Map.of(
            "text",
            "a \"b\" = \\c\n\t\u0001é€",
            "empty",
            "",
            "port",
            2525,
            "large",
            1L << 40,
            "ratio",
            15.5,
            "small",
            0.25f,
            "yes",
            true,
            "sign",
            'x',
            "several",
            new String[] {"a,b", "c d"},
            "numbers",
            List.of(1, 2, 3));

    private static Map<String, Object> mixed() {
        Map<String, Object> values = new TreeMap<>(ALL);
        values.put("a key = #1", "odd");
        values.put("primitive", new int[] {1, 2});
        values.put("none", new String[0]);
        return values;
    }

    @Test
    void whatIsPrintedIsReadAgain() throws Exception {
        String text = ConfigText.print("# first\n#second\n", mixed());
        assertThat(text).startsWith("# first\n#second\n").contains("ratio=D\"15.5\"\n", "port=I\"2525\"\n");
        assertThat(Values.same(ConfigText.parse(text), mixed())).isTrue();
    }

    @Test
    void whatFelixPrintsIsRead() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ConfigurationHandler.write(out, FrameworkUtil.asDictionary(mixed()));
        Map<String, Object> read = ConfigText.parse(out.toString(StandardCharsets.UTF_8));
        assertThat(Values.same(read, mixed())).isTrue();
    }

    @Test
    void felixReadsWhatIsPrintedWithoutBlanksAndDecimals() throws Exception {
        Map<String, Object> values = Map.of("a", "text", "b", 7, "c", new String[] {"x", "y"}, "d", true);
        Dictionary<?, ?> read = ConfigurationHandler.read(
                new ByteArrayInputStream(ConfigText.print("# x\n", values).getBytes(StandardCharsets.UTF_8)));
        assertThat(Values.same(Values.ofAdmin("pid", read), values)).isTrue();
    }

    @Test
    void aHandMayLeaveOutTheQuotesAndIndentAndComment() throws Exception {
        String text =
                "\n# a comment\n  port = 2525 \n# another\nname=Kate's server\nlist=[\"a\",\n  \"b\",\n]\r\non=true";
        Map<String, Object> values = ConfigText.parse(text);
        assertThat(values)
                .containsEntry("port", "2525")
                .containsEntry("name", "Kate's server")
                .containsEntry("on", "true");
        assertThat((String[]) values.get("list")).containsExactly("a", "b");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " \n ",
                "port",
                "port=I\"25",
                "port=I\"x\"",
                "port=\"25\" x",
                "a=\"1\"\na=\"2\"",
                "=\"1\"",
                "a=[\"1\"",
                "a=[\"1\" 2]",
                "a=B\"yes\"",
                "a=C\"xy\"",
                "a=\"\\u12\"",
                "a=x\"y",
                "a=\"1\\"
            })
    void aSlipOfTheHandIsNoticed(String text) {
        assertThatThrownBy(() -> ConfigText.parse(text)).isInstanceOf(BrokenFileException.class);
    }

    @Test
    void theMessageNamesTheLine() {
        assertThatThrownBy(() -> ConfigText.parse("a=\"1\"\nb=I\"x\"\n"))
                .hasMessage("line 2: the value of b is no Integer");
    }

    @Test
    void everyPrefixOfAFileIsReadOrRefusedWithoutAnyOtherFailure() {
        String text = ConfigText.print("# all\n", mixed());
        Random random = new Random(7);
        for (int i = 0; i < 5000; i++) {
            StringBuilder broken = new StringBuilder(text.substring(0, random.nextInt(text.length())));
            if (broken.length() > 0 && i % 2 == 0) {
                broken.setCharAt(random.nextInt(broken.length()), (char) random.nextInt(128));
            }
            try {
                assertThat(ConfigText.parse(broken.toString())).isNotNull();
            } catch (BrokenFileException e) {
                assertThat(e.getMessage()).isNotEmpty();
            }
        }
    }
}
