package org.posthouse.core.config.setting;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;

class BoundsTest {
    private static final String STAMP = """
            <metatype:MetaData xmlns:metatype="http://www.osgi.org/xmlns/metatype/v1.2.0">
              <OCD id="stamp" name="Stamp">
                <AD id="count" type="Integer" min="1" max="10"/>
                <AD id="ratio" type="Double" max="0.5"/>
                <AD id="text" type="String"/>
              </OCD>
              <OCD id="door" name="Door"><AD id="count" type="Integer" min="7"/></OCD>
            </metatype:MetaData>
            """;

    @TempDir
    Path folder;

    private Bounds of(String objectClass, String... descriptions) throws Exception {
        for (int i = 0; i < descriptions.length; i++) {
            Files.writeString(folder.resolve(i + ".xml"), descriptions[i]);
        }
        List<URL> files = List.of(folder.toFile().listFiles()).stream()
                .sorted()
                .map(file -> {
                    try {
                        return file.toURI().toURL();
                    } catch (java.net.MalformedURLException e) {
                        throw new IllegalArgumentException(e);
                    }
                })
                .toList();
        Bundle bundle = (Bundle) Proxy.newProxyInstance(
                Bundle.class.getClassLoader(),
                new Class<?>[] {Bundle.class},
                (proxy, method, arguments) -> method.getName().equals("findEntries")
                        ? files.isEmpty() ? null : Collections.enumeration(files)
                        : "org.example");
        return Bounds.of(bundle, objectClass);
    }

    @Test
    void aSettingHasTheBoundsThatItsOwnDescriptionTells() throws Exception {
        Bounds bounds = of("stamp", STAMP);
        assertThat(bounds.least("count")).contains("1");
        assertThat(bounds.most("count")).contains("10");
        assertThat(bounds.least("ratio")).isEmpty();
        assertThat(bounds.most("ratio")).contains("0.5");
        assertThat(bounds.least("text")).isEmpty();
        assertThat(bounds.most("nothing")).isEmpty();
        assertThat(of("door", STAMP).least("count")).contains("7");
        assertThat(of("door", STAMP).most("count")).isEmpty();
        assertThat(of("window", STAMP).least("count")).isEmpty();
    }

    @Test
    void aBundleWithoutDescriptionsHasNoBounds() throws Exception {
        assertThat(of("stamp").most("count")).isEmpty();
        assertThat(Bounds.NONE.least("count")).isEmpty();
    }

    @Test
    void aDescriptionThatCannotBeReadLeavesTheOthers() throws Exception {
        String entity = "<!DOCTYPE x [<!ENTITY n SYSTEM 'file:///etc/hostname'>]><OCD id='stamp'>"
                + "<AD id='count' min='&n;'/></OCD>";
        Bounds bounds = of("stamp", "<OCD id='stamp'><AD", entity, STAMP);
        assertThat(bounds.least("count")).contains("1");
    }
}
