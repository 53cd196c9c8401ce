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

    private void read(Path jar) throws IOException, ParserConfigurationException, SAXException {
        try (JarFile file = new JarFile(jar.toFile())) {
            List<JarEntry> descriptions = file.stream()
                    .filter(entry -> entry.getName().startsWith(FOLDER)
                            && entry.getName().endsWith(".xml"))
                    .toList();
            for (JarEntry each : descriptions) {
                try (InputStream in = file.getInputStream(each)) {
                    Element root = DocumentBuilderFactory.newInstance()
                            .newDocumentBuilder()
                            .parse(in)
                            .getDocumentElement();
                    for (Element description : elements(root, "OCD")) {
                        elements(description, "AD")
                                .forEach(attribute -> attributes.put(
                                        description.getAttribute("id") + " " + attribute.getAttribute("id"),
                                        attribute));
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
