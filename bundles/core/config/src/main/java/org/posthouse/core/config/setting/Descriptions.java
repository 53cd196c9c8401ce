package org.posthouse.core.config.setting;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.metatype.AttributeDefinition;
import org.osgi.service.metatype.MetaTypeInformation;
import org.osgi.service.metatype.MetaTypeService;
import org.osgi.service.metatype.ObjectClassDefinition;

/** Finds descriptions in all bundles; of several versions of a bundle, the one that runs and is highest speaks. */
@Component(service = Descriptions.class, immediate = true, configurationPolicy = ConfigurationPolicy.IGNORE)
public final class Descriptions {
    private final BundleContext context;

    /** Configuration is there before what describes it. */
    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    private volatile MetaTypeService metatype;

    @Activate
    public Descriptions(BundleContext context) {
        this.context = context;
    }

    /** Where nobody injects. */
    public static Descriptions of(BundleContext context, MetaTypeService metatype) {
        Descriptions descriptions = new Descriptions(context);
        descriptions.metatype = metatype;
        return descriptions;
    }

    /** PIDs of single configurations. */
    public Set<String> singles() {
        return pids(MetaTypeInformation::getPids);
    }

    public Set<String> factories() {
        return pids(MetaTypeInformation::getFactoryPids);
    }

    /** Of a single configuration or of a factory. */
    public Optional<ObjectClassDefinition> find(String pid) {
        return information()
                .filter(each -> has(each.getPids(), pid) || has(each.getFactoryPids(), pid))
                .findFirst()
                .map(each -> each.getObjectClassDefinition(pid, null));
    }

    /** Of the settings of a single configuration or of a factory. */
    public Bounds bounds(String pid) {
        return information()
                .filter(each -> has(each.getPids(), pid) || has(each.getFactoryPids(), pid))
                .findFirst()
                .map(each -> Bounds.of(
                        each.getBundle(),
                        each.getObjectClassDefinition(pid, null).getID()))
                .orElse(Bounds.NONE);
    }

    static List<AttributeDefinition> attributes(ObjectClassDefinition description) {
        return list(description.getAttributeDefinitions(ObjectClassDefinition.ALL));
    }

    private Set<String> pids(Function<MetaTypeInformation, String[]> kind) {
        Set<String> pids = new TreeSet<>();
        information().forEach(each -> pids.addAll(list(kind.apply(each))));
        return pids;
    }

    private Stream<MetaTypeInformation> information() {
        MetaTypeService service = metatype;
        if (service == null) {
            return Stream.empty();
        }
        return Arrays.stream(context.getBundles())
                .map(each -> new Speaker(each, each.getState() == Bundle.ACTIVE))
                .sorted(Speaker.FIRST)
                .flatMap(each -> Optional.ofNullable(service.getMetaTypeInformation(each.bundle())).stream());
    }

    /** A bundle, and whether it ran when it was looked at: it may start while others are compared with it. */
    private record Speaker(Bundle bundle, boolean running) {
        private static final Comparator<Speaker> FIRST = Comparator.comparing(Speaker::running)
                .thenComparing(each -> each.bundle().getVersion())
                .thenComparing(each -> each.bundle().getBundleId())
                .reversed();
    }

    private static boolean has(String[] pids, String pid) {
        return list(pids).contains(pid);
    }

    private static <T> List<T> list(T[] given) {
        return given == null ? List.of() : List.of(given);
    }
}
