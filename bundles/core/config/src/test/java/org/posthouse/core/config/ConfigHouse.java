package org.posthouse.core.config;

import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import org.apache.felix.cm.PersistenceManager;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.cm.ConfigurationListener;
import org.osgi.service.metatype.MetaTypeService;
import org.posthouse.core.config.etc.EtcStore;
import org.posthouse.core.config.etc.EtcWatch;
import org.posthouse.core.config.seed.Seeds;
import org.posthouse.core.config.setting.Checks;
import org.posthouse.core.config.setting.Descriptions;

/** A framework with the real Config Admin and Metatype, which keep their configuration in a home, and a described bundle. */
final class ConfigHouse {
    static final String SINGLE = "org.example.stamp";
    static final String FACTORY = "org.example.door";

    private static final String DESCRIPTION = """
            <?xml version="1.0" encoding="UTF-8"?>
            <metatype:MetaData xmlns:metatype="http://www.osgi.org/xmlns/metatype/v1.2.0">
              <OCD id="stamp" name="Stamp" description="What it stamps.">
                <AD id="text" name="Text" type="String" default="hello"/>
                <AD id="count" name="Count" type="Integer" default="3" min="1" max="10"/>
                <AD id="mode" name="Mode" type="String" default="live"><Option label="Live" value="live"/><Option label="Off" value="off"/></AD>
                <AD id="names" name="Names" type="String" cardinality="2147483647" required="false"/>
                <AD id="ratio" name="Ratio" type="Double" default="1.5"/>
                <AD id="on" name="On" type="Boolean" default="true"/>
                <AD id="key" name="Key" type="Password" required="false"/>
              </OCD>
              <OCD id="door" name="Door"><AD id="port" name="Port" type="Integer" default="25" min="1" max="65535"/></OCD>
              <Designate pid="org.example.stamp"><Object ocdref="stamp"/></Designate>
              <Designate factoryPid="org.example.door"><Object ocdref="door"/></Designate>
            </metatype:MetaData>
            """;

    final Path home;
    final Framework framework;
    final EtcStore store;
    final EtcWatch watch;
    final ConfigurationAdmin admin;
    final HouseConfigurations configurations;

    ConfigHouse(Path home, Map<String, Map<String, Object>> seeded) throws Exception {
        this.home = home;
        framework = ServiceLoader.load(FrameworkFactory.class)
                .findFirst()
                .orElseThrow()
                .newFramework(Map.of(
                        "org.osgi.framework.storage",
                        home.resolve("cache").toString(),
                        "org.osgi.framework.storage.clean",
                        "onFirstInit",
                        "org.osgi.framework.system.packages.extra",
                        "org.osgi.service.log;version=1.5.0",
                        "felix.cm.pm",
                        "posthouse",
                        "org.osgi.framework.bundle.parent",
                        "app",
                        "org.osgi.framework.bootdelegation",
                        "org.osgi.service.cm,org.osgi.service.metatype,org.apache.felix.cm,org.apache.felix.cm.file"));
        framework.start();
        BundleContext context = framework.getBundleContext();
        start(context, jarOf("org.apache.felix.configadmin"));
        start(context, jarOf("org.apache.felix.metatype"));
        context.installBundle("test:described", new ByteArrayInputStream(described()))
                .start();
        Descriptions descriptions = Descriptions.of(context, service(context, MetaTypeService.class));
        Seeds seeds = new Seeds(seeded, home.resolve("data/config/seeded"));
        store = new EtcStore(home, seeds, new Checks(descriptions));
        context.registerService(
                PersistenceManager.class, store, FrameworkUtil.asDictionary(Map.of("name", "posthouse")));
        admin = service(context, ConfigurationAdmin.class);
        watch = new EtcWatch(store, admin);
        Delivery delivery = new Delivery();
        context.registerService(ConfigurationListener.class, delivery, null);
        configurations = new HouseConfigurations(admin, descriptions, store, delivery, seeds, this::failure);
    }

    /** There is a component that does not start when it is told to say nothing. */
    private Optional<String> failure(String pid) {
        return configurations.show(pid).flatMap(shown -> shown.setting("text")).stream()
                .filter(text -> text.values().equals(List.of("nothing")))
                .map(text -> "it has something to say")
                .findFirst();
    }

    Path file(String pid) {
        return home.resolve("etc").resolve(pid + ".config");
    }

    void stop() throws Exception {
        watch.close();
        framework.stop();
        framework.waitForStop(10_000);
    }

    private static <S> S service(BundleContext context, Class<S> type) {
        await().until(() -> context.getServiceReference(type) != null);
        ServiceReference<S> reference = context.getServiceReference(type);
        return context.getService(reference);
    }

    private static void start(BundleContext context, String location) throws Exception {
        context.installBundle(location).start();
    }

    /** From the class path of the test. */
    private static String jarOf(String name) throws Exception {
        for (String each : System.getProperty("java.class.path").split(File.pathSeparator)) {
            if (Path.of(each).getFileName().toString().startsWith(name)) {
                return Path.of(each).toUri().toString();
            }
        }
        throw new IllegalStateException("no " + name);
    }

    private static byte[] described() throws Exception {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().putValue("Bundle-ManifestVersion", "2");
        manifest.getMainAttributes().putValue("Bundle-SymbolicName", "org.example.described");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JarOutputStream jar = new JarOutputStream(bytes, manifest)) {
            jar.putNextEntry(new ZipEntry("OSGI-INF/metatype/described.xml"));
            jar.write(DESCRIPTION.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }
}
