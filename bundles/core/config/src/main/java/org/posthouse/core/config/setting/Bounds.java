package org.posthouse.core.config.setting;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.Collections;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.osgi.framework.Bundle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The bounds of settings: Metatype keeps to them but does not tell them, so they are read where it reads them, Compendium 105.8. */
public final class Bounds {
    /** None are known. */
    public static final Bounds NONE = new Bounds(Map.of(), Map.of());

    private static final Logger LOG = LoggerFactory.getLogger(Bounds.class);
    private static final String FOLDER = "OSGI-INF/metatype";

    private final Map<String, String> least;
    private final Map<String, String> most;

    private Bounds(Map<String, String> least, Map<String, String> most) {
        this.least = Map.copyOf(least);
        this.most = Map.copyOf(most);
    }

    /** Of the object class that this bundle describes under this id. */
    static Bounds of(Bundle bundle, String objectClass) {
        Enumeration<URL> files = bundle.findEntries(FOLDER, "*.xml", false);
        Map<String, String> least = new HashMap<>();
        Map<String, String> most = new HashMap<>();
        for (URL file : files == null ? Collections.<URL>emptyList() : Collections.list(files)) {
            try (InputStream in = file.openStream()) {
                read(in, objectClass, least, most);
            } catch (IOException | XMLStreamException e) {
                LOG.debug("{} of {} cannot be read", file.getPath(), bundle.getSymbolicName(), e);
            }
        }
        return new Bounds(least, most);
    }

    private static void read(InputStream in, String objectClass, Map<String, String> least, Map<String, String> most)
            throws XMLStreamException {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        XMLStreamReader reader = factory.createXMLStreamReader(in);
        boolean within = false;
        while (reader.hasNext()) {
            if (reader.next() != XMLStreamConstants.START_ELEMENT) {
                continue;
            }
            String element = reader.getLocalName();
            if (element.equals("OCD")) {
                within = objectClass.equals(reader.getAttributeValue(null, "id"));
            } else if (within && element.equals("AD")) {
                String id = String.valueOf(reader.getAttributeValue(null, "id"));
                bound(reader, "min").ifPresent(bound -> least.put(id, bound));
                bound(reader, "max").ifPresent(bound -> most.put(id, bound));
            }
        }
        reader.close();
    }

    private static Optional<String> bound(XMLStreamReader reader, String attribute) {
        return Optional.ofNullable(reader.getAttributeValue(null, attribute));
    }

    /** The smallest value of this setting. */
    Optional<String> least(String setting) {
        return Optional.ofNullable(least.get(setting));
    }

    /** The largest. */
    Optional<String> most(String setting) {
        return Optional.ofNullable(most.get(setting));
    }
}
