package org.posthouse.core.plugins;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Makes the jar of a plug-in in memory; its activator is a class of the test. */
public final class TestJar {
    private final Manifest manifest = new Manifest();
    private final List<Class<?>> classes = new ArrayList<>();
    private String note = "";

    public TestJar(String name, String version) {
        Attributes main = manifest.getMainAttributes();
        main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        header("Bundle-ManifestVersion", "2")
                .header("Bundle-SymbolicName", name)
                .header("Bundle-Version", version);
        header("Import-Package", "org.osgi.framework");
    }

    public TestJar header(String name, String value) {
        manifest.getMainAttributes().putValue(name, value);
        return this;
    }

    public TestJar activator(Class<?> activator) {
        classes.add(activator);
        return header("Bundle-Activator", activator.getName());
    }

    public TestJar with(Class<?> type) {
        classes.add(type);
        return this;
    }

    /** Other content in the same version. */
    public TestJar note(String text) {
        note = text;
        return this;
    }

    public byte[] bytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream jar = new ZipOutputStream(bytes)) {
            begin(jar, JarFile.MANIFEST_NAME);
            manifest.write(jar);
            for (Class<?> type : classes) {
                String path = type.getName().replace('.', '/') + ".class";
                begin(jar, path);
                try (InputStream in = TestJar.class.getClassLoader().getResourceAsStream(path)) {
                    in.transferTo(jar);
                }
            }
            begin(jar, "note.txt");
            jar.write(note.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** A jar whose manifest is a long line of zeros. */
    public static byte[] unpackingTo(int octets) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        byte[] zeros = new byte[16_384];
        try (ZipOutputStream jar = new ZipOutputStream(bytes)) {
            begin(jar, JarFile.MANIFEST_NAME);
            for (int left = octets; left > 0; left -= zeros.length) {
                jar.write(zeros, 0, Math.min(left, zeros.length));
            }
        }
        return bytes.toByteArray();
    }

    /** The same jar is the same bytes whenever it is made. */
    private static void begin(ZipOutputStream jar, String path) throws IOException {
        ZipEntry entry = new ZipEntry(path);
        entry.setTimeLocal(LocalDateTime.of(2026, 1, 1, 0, 0));
        jar.putNextEntry(entry);
    }
}
