package org.posthouse.core.plugins.change;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.dto.BundleDTO;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;
import org.osgi.service.component.runtime.dto.ReferenceDTO;
import org.osgi.service.component.runtime.dto.UnsatisfiedReferenceDTO;
import org.posthouse.api.config.Configurations;
import org.posthouse.api.plugin.Reason;
import org.posthouse.api.plugin.Reason.Kind;
import org.posthouse.core.plugins.FelixHouse;
import org.posthouse.core.plugins.TestJar;

/** Components as the component runtime tells of them, in a real framework. */
class WaitingTest {
    private static final String OATS = "org.example.Oats";

    @TempDir
    Path storage;

    private FelixHouse felix;
    private Bundle bundle;
    private final List<ComponentDescriptionDTO> components = new ArrayList<>();
    private final List<ComponentConfigurationDTO> made = new ArrayList<>();

    @BeforeEach
    void open() throws Exception {
        felix = new FelixHouse(storage);
        bundle = install(new TestJar("org.example.horse", "1.0.0"));
    }

    @AfterEach
    void close() throws Exception {
        felix.stop();
    }

    private Bundle install(TestJar jar) throws Exception {
        return felix.context().installBundle("test:" + System.nanoTime(), new ByteArrayInputStream(jar.bytes()));
    }

    private Waiting waiting() {
        return new Waiting(felix.context(), (ServiceComponentRuntime) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {ServiceComponentRuntime.class},
                (proxy, method, given) -> switch (method.getName()) {
                    case "getComponentDescriptionDTOs" -> components;
                    case "getComponentConfigurationDTOs" ->
                        made.stream()
                                .filter(each -> each.description == given[0])
                                .toList();
                    default -> true;
                }));
    }

    private ComponentDescriptionDTO component(String name, int state) {
        ComponentDescriptionDTO component = new ComponentDescriptionDTO();
        component.name = name;
        component.bundle = new BundleDTO();
        component.bundle.id = bundle.getBundleId();
        component.references = new ReferenceDTO[0];
        component.serviceInterfaces = new String[0];
        component.configurationPid = new String[] {name};
        component.configurationPolicy = "optional";
        components.add(component);
        ComponentConfigurationDTO configuration = new ComponentConfigurationDTO();
        configuration.description = component;
        configuration.state = state;
        configuration.unsatisfiedReferences = new UnsatisfiedReferenceDTO[0];
        made.add(configuration);
        return component;
    }

    /** A component without its one reference. */
    private ComponentDescriptionDTO without(String name, String type, String target) {
        ComponentDescriptionDTO component = component(name, ComponentConfigurationDTO.UNSATISFIED_REFERENCE);
        ReferenceDTO reference = new ReferenceDTO();
        reference.name = "food";
        reference.interfaceName = type;
        component.references = new ReferenceDTO[] {reference};
        UnsatisfiedReferenceDTO unsatisfied = new UnsatisfiedReferenceDTO();
        unsatisfied.name = "food";
        unsatisfied.target = target;
        made.get(made.size() - 1).unsatisfiedReferences = new UnsatisfiedReferenceDTO[] {unsatisfied};
        return component;
    }

    private Reason reason(ComponentDescriptionDTO component) {
        List<Reason> reasons = waiting().services(bundle, component);
        assertThat(reasons).hasSize(1);
        return reasons.get(0);
    }

    @Test
    void aServiceThatNobodyOffersIsNamedWithComponentAndReference() {
        Reason reason = reason(without("Grazing", OATS, null));
        assertThat(reason.kind()).isEqualTo(Kind.SERVICE);
        assertThat(reason.asks()).containsExactly("org.example.horse", "Grazing");
        assertThat(reason.needs()).isEqualTo(OATS);
        assertThat(reason.line())
                .isEqualTo("Grazing waits for the service org.example.Oats (its reference food), which nobody here"
                        + " offers; put a plug-in that offers it into plugins/");
    }

    @Test
    void aServiceOfAnotherKindThanWantedIsNamedWithItsOwner() {
        felix.context().registerService("java.lang.Runnable", (Runnable) () -> {}, null);
        Reason reason = reason(without("Grazing", "java.lang.Runnable", "(kind=fresh)"));
        assertThat(reason.wanted()).isEqualTo("(kind=fresh)");
        assertThat(reason.sentence()).contains("with (kind=fresh), and that of org.apache.felix.framework is none");
    }

    @Test
    void aPlugInThatOffersItAndDoesNotRunIsToBeStarted() throws Exception {
        install(new TestJar("org.example.mill", "1.0.0")
                .header("Provide-Capability", "osgi.service;objectClass:List<String>=\"" + OATS + "\""));
        Reason reason = reason(without("Grazing", OATS, null));
        assertThat(reason.near()).containsExactly("org.example.mill");
        assertThat(reason.line())
                .contains("which org.example.mill offers, and that does not run; try 'posthouse plugin start");
    }

    @Test
    void whatItWaitsForMayWaitItself() {
        ComponentDescriptionDTO mill = without("Mill", "org.example.Grain", null);
        mill.serviceInterfaces = new String[] {OATS};
        Reason reason = reason(without("Grazing", OATS, null));
        assertThat(reason.asks()).containsExactly("org.example.horse", "Grazing", "Mill");
        assertThat(reason.needs()).isEqualTo("org.example.Grain");
        assertThat(reason.sentence())
                .isEqualTo(
                        "Grazing waits for the service org.example.Oats (its reference food), which Mill offers;"
                                + " Mill waits for the service org.example.Grain (its reference food), which nobody here offers");
    }

    @Test
    void thoseThatWaitForEachOtherEndTheTale() {
        ComponentDescriptionDTO mill = without("Mill", "org.example.Grain", null);
        mill.serviceInterfaces = new String[] {OATS};
        ComponentDescriptionDTO grazing = without("Grazing", OATS, null);
        grazing.serviceInterfaces = new String[] {"org.example.Grain"};
        assertThat(reason(grazing).sentence())
                .endsWith("org.example.Grain (its reference food), which Grazing offers"
                        + " and which waits for this one");
    }

    @Test
    void aConfigurationThatIsMissingIsNamedWithWhatItMustHave() {
        felix.context().registerService(Configurations.class, new Described(), null);
        ComponentDescriptionDTO component =
                component("org.example.trough", ComponentConfigurationDTO.UNSATISFIED_CONFIGURATION);
        assertThat(waiting().configuration(bundle, component)).isEmpty();
        component.configurationPolicy = "require";
        assertThat(waiting().configuration(bundle, component)).singleElement().satisfies(reason -> {
            assertThat(reason.kind()).isEqualTo(Kind.CONFIGURATION);
            assertThat(reason.needs()).isEqualTo("org.example.trough");
            assertThat(reason.wanted()).isEqualTo("water");
            assertThat(reason.line())
                    .isEqualTo("org.example.trough waits for its configuration org.example.trough, which needs water;"
                            + " posthouse config set org.example.trough KEY=VALUE…");
        });
    }

    /** A trough with water, which must be said, and hay, which need not. */
    private static final class Described implements Configurations {
        @Override
        public List<String> pids() {
            return List.of();
        }

        @Override
        public Optional<Configurations.Described> show(String pid) {
            return Optional.of(new Configurations.Described(
                    pid, "Trough", "", List.of(setting("water", true), setting("hay", false))));
        }

        private static Setting setting(String id, boolean required) {
            return new Setting(
                    id,
                    id,
                    "",
                    "text",
                    false,
                    false,
                    List.of(),
                    List.of(),
                    false,
                    required,
                    Optional.empty(),
                    Optional.empty(),
                    List.of());
        }

        @Override
        public void set(String pid, Map<String, List<String>> values) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void reset(String pid) {
            throw new UnsupportedOperationException();
        }
    }
}
