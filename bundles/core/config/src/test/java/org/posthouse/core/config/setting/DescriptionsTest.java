package org.posthouse.core.config.setting;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Version;
import org.osgi.service.metatype.MetaTypeInformation;
import org.osgi.service.metatype.MetaTypeService;

class DescriptionsTest {
    private static final int BUNDLES = 100;

    private final Map<Long, Integer> asked = new TreeMap<>();

    /** What starts while others are compared with it would have no place in their order. */
    @Test
    void whetherABundleRunsIsAskedOnceWhileTheyAreLookedThrough() {
        Bundle[] bundles = LongStream.range(0, BUNDLES).mapToObj(this::bundle).toArray(Bundle[]::new);
        BundleContext context = fake(BundleContext.class, method -> bundles);
        MetaTypeInformation information = fake(MetaTypeInformation.class, method -> new String[] {"org.posthouse.pid"});
        MetaTypeService service = fake(MetaTypeService.class, method -> information);
        assertThat(Descriptions.of(context, service).singles()).containsExactly("org.posthouse.pid");
        assertThat(asked).hasSize(BUNDLES);
        assertThat(asked.values()).containsOnly(1);
    }

    private Bundle bundle(long id) {
        return fake(Bundle.class, method -> switch (method) {
            case "getState" -> {
                asked.merge(id, 1, Integer::sum);
                yield Bundle.ACTIVE;
            }
            case "getBundleId" -> id;
            default -> Version.emptyVersion;
        });
    }

    private static <T> T fake(Class<T> type, Function<String, Object> answer) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> answer.apply(method.getName())));
    }
}
