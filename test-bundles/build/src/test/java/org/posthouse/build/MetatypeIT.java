package org.posthouse.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** What the built jars say of their settings. */
@TestInstance(Lifecycle.PER_CLASS)
final class MetatypeIT {
    private static final Path BUNDLES = Tree.ROOT.resolve("features/target/bundles");
    private static final String FOLDER = "OSGI-INF/metatype/";
    private static final Set<String> NUMBERS = Set.of("Byte", "Short", "Integer", "Long", "Float", "Double");

    /** Attributes by description and id. */
    private final Map<String, Element> attributes = new TreeMap<>();

    private final Map<String, Element> descriptions = new TreeMap<>();

    @BeforeAll
    void read() throws Exception {
        try (Stream<Path> jars = Files.list(BUNDLES)) {
            for (Path jar : jars.filter(j -> j.getFileName().toString().startsWith("org.posthouse."))
                    .toList()) {
                read(jar);
            }
        }
    }

    @Test
    void thereAreSettingsToLookAt() {
        assertThat(attributes)
                .containsKeys(
                        "org.posthouse.core.net.NetConfiguration workers",
                        "org.posthouse.core.net.ListenerConfiguration port",
                        "org.posthouse.protocol.smtp maxMessageSize");
    }

    @Test
    void everySettingHasANameAndADescription() {
        attributes.forEach((id, each) -> {
            assertThat(each.getAttribute("name")).as(id + " name").isNotBlank();
            assertThat(each.getAttribute("description")).as(id + " description").isNotBlank();
        });
    }

    @Test
    void everyNumberHasBoundsAndItsDefaultIsWithinThem() {
        attributes.forEach((id, each) -> {
            if (NUMBERS.contains(each.getAttribute("type"))) {
                assertThat(each.getAttribute("min")).as(id + " min").isNotBlank();
                assertThat(each.getAttribute("max")).as(id + " max").isNotBlank();
                BigDecimal least = new BigDecimal(each.getAttribute("min"));
                BigDecimal most = new BigDecimal(each.getAttribute("max"));
                assertThat(least).as(id).isLessThan(most);
                if (each.hasAttribute("default")) {
                    assertThat(new BigDecimal(each.getAttribute("default")))
                            .as(id + " default")
                            .isBetween(least, most);
                }
            }
        });
    }

    @Test
    void theListOfSettingsSaysWhatTheBundlesSay() throws IOException {
        Path list = Tree.ROOT.resolve("docs/settings.md");
        StringBuilder text = new StringBuilder(
                "# Settings\n\nWritten from the descriptions that the bundles carry. A PID is a file `etc/PID.config`, a page of the"
                        + " console, and an argument of\n`posthouse config show` and `set`. `PID~NAME` is one of several instances.\n");
        descriptions.forEach((pid, description) -> {
            text.append("\n## ").append(pid).append("\n\n");
            text.append(description.getAttribute("description")).append("\n\n");
            text.append("| key | default | range | |\n|---|---|---|---|\n");
            for (Element each : elements(description, "AD")) {
                text.append(row(each));
            }
        });
        if (Boolean.getBoolean("posthouse.write")) {
            Files.writeString(list, text);
        }
        assertThat(list).hasContent(text.toString());
    }

    private static String row(Element attribute) {
        String least = attribute.getAttribute("min");
        List<String> options = elements(attribute, "Option").stream()
                .map(option -> "`" + option.getAttribute("value") + "`")
                .toList();
        String range = least.isEmpty() ? String.join(", ", options) : least + " to " + attribute.getAttribute("max");
        String value = attribute.getAttribute("default");
        String text = attribute.getAttribute("name") + ": " + attribute.getAttribute("description");
        return "| `" + attribute.getAttribute("id") + "` | " + (value.isEmpty() ? "" : "`" + value + "`") + " | "
                + range + " | " + text.replace("|", "\\|") + " |\n";
    }

    private void read(Path jar) throws IOException, ParserConfigurationException, SAXException {
        try (JarFile file = new JarFile(jar.toFile())) {
            List<JarEntry> files = file.stream()
                    .filter(entry -> entry.getName().startsWith(FOLDER)
                            && entry.getName().endsWith(".xml"))
                    .toList();
            for (JarEntry each : files) {
                try (InputStream in = file.getInputStream(each)) {
                    Element root = DocumentBuilderFactory.newInstance()
                            .newDocumentBuilder()
                            .parse(in)
                            .getDocumentElement();
                    Map<String, Element> byId = new TreeMap<>();
                    for (Element description : elements(root, "OCD")) {
                        byId.put(description.getAttribute("id"), description);
                        elements(description, "AD")
                                .forEach(attribute -> attributes.put(
                                        description.getAttribute("id") + " " + attribute.getAttribute("id"),
                                        attribute));
                    }
                    for (Element designate : elements(root, "Designate")) {
                        String factory = designate.getAttribute("factoryPid");
                        String ocd = ((Element)
                                        designate.getElementsByTagName("Object").item(0))
                                .getAttribute("ocdref");
                        descriptions.put(
                                factory.isEmpty() ? designate.getAttribute("pid") : factory + "~NAME", byId.get(ocd));
                    }
                }
            }
        }
    }

    private static List<Element> elements(Element parent, String name) {
        List<Element> found = new ArrayList<>();
        NodeList nodes = parent.getElementsByTagName(name);
        for (int i = 0; i < nodes.getLength(); i++) {
            found.add((Element) nodes.item(i));
        }
        return found;
    }
}
