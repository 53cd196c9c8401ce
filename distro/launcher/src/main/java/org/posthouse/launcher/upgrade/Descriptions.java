package org.posthouse.launcher.upgrade;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** The names of settings that jars describe by Metatype, Compendium 105.8. */
final class Descriptions {
    private static final String FOLDER = "OSGI-INF/metatype/";

    /** Settings by PID, or by that of the factory. */
    private final Map<String, Set<String>> settings = new HashMap<>();

    /** What this jar describes is known from now on. Nothing is known of a jar that cannot be read. */
    void add(Path jar) {
        try (JarFile file = new JarFile(jar.toFile())) {
            for (Enumeration<JarEntry> entries = file.entries(); entries.hasMoreElements(); ) {
                JarEntry entry = entries.nextElement();
                if (entry.getName().startsWith(FOLDER) && entry.getName().endsWith(".xml")) {
                    try (InputStream in = file.getInputStream(entry)) {
                        read(in);
                    }
                }
            }
        } catch (IOException | XMLStreamException e) {
            return;
        }
    }

    /** Of this PID, {@code factory~name} included; empty if nobody describes it. */
    Optional<Set<String>> of(String pid) {
        int name = pid.indexOf('~');
        return Optional.ofNullable(settings.get(name < 0 ? pid : pid.substring(0, name)))
                .map(Set::copyOf);
    }

    private void read(InputStream in) throws XMLStreamException {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        XMLStreamReader reader = factory.createXMLStreamReader(in);
        Map<String, Set<String>> classes = new HashMap<>();
        String described = "";
        String pid = "";
        while (reader.hasNext()) {
            if (reader.next() == XMLStreamConstants.START_ELEMENT) {
                switch (reader.getLocalName()) {
                    case "OCD" -> described = attribute(reader, "id");
                    case "AD" ->
                        classes.computeIfAbsent(described, each -> new HashSet<>())
                                .add(attribute(reader, "id"));
                    case "Designate" ->
                        pid = attribute(reader, "factoryPid").isEmpty()
                                ? attribute(reader, "pid")
                                : attribute(reader, "factoryPid");
                    case "Object" ->
                        settings.computeIfAbsent(pid, each -> new HashSet<>())
                                .addAll(classes.getOrDefault(attribute(reader, "ocdref"), Set.of()));
                    default -> {
                        continue;
                    }
                }
            }
        }
        reader.close();
    }

    private static String attribute(XMLStreamReader reader, String name) {
        return Optional.ofNullable(reader.getAttributeValue(null, name)).orElse("");
    }
}
