package org.posthouse.cnf.assemble;

import static org.assertj.core.api.Assertions.assertThat;

import aQute.bnd.osgi.Builder;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CompatibilityTest {
    private static final String TYPE = "package p; public interface Letter { String text(); %s }";

    @TempDir
    private Path folder;

    @Test
    void aBundleIsCompatibleWithItself() throws Exception {
        Path jar = bundle("one", "1.0.0", "");
        assertThat(new Compatibility(jar, jar).breaches()).isEmpty();
    }

    @Test
    void aMethodThatIsGoneNeedsTheNextMajorVersion() throws Exception {
        Path older = bundle("older", "1.0.0", "int size();");
        Path newer = bundle("newer", "1.1.0", "");
        assertThat(new Compatibility(older, newer).breaches())
                .singleElement()
                .asString()
                .startsWith("package p has version 1.1.0 and needs 2.0.0")
                .contains("REMOVED size()");
    }

    @Test
    void aMethodThatIsNewNeedsAHigherVersionThanBefore() throws Exception {
        Path older = bundle("older", "1.0.0", "");
        Path newer = bundle("newer", "1.0.0", "default int size() { return 0; }");
        assertThat(new Compatibility(older, newer).breaches())
                .singleElement()
                .asString()
                .contains("has version 1.0.0");
    }

    @Test
    void aChangeThatItsVersionAdmitsIsFine() throws Exception {
        Path older = bundle("older", "1.0.0", "int size();");
        Path newer = bundle("newer", "2.0.0", "");
        assertThat(new Compatibility(older, newer).breaches()).isEmpty();
    }

    private Path bundle(String name, String version, String member) throws Exception {
        Path classes = Files.createDirectories(folder.resolve(name));
        Path source = Files.writeString(classes.resolve("Letter.java"), String.format(TYPE, member));
        int status =
                ToolProvider.getSystemJavaCompiler().run(null, null, null, "-d", classes.toString(), source.toString());
        assertThat(status).isZero();
        Path jar = folder.resolve(name + ".jar");
        try (Builder builder = new Builder()) {
            builder.addClasspath(classes.toFile());
            builder.setProperty("Bundle-SymbolicName", "letters");
            builder.setProperty("Bundle-Version", version);
            builder.setProperty("Export-Package", "p;version=" + version);
            builder.build().write(jar.toFile());
            assertThat(builder.getErrors()).isEmpty();
        }
        return jar;
    }
}
