package org.posthouse.core.plugins.seat;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.Version;

/** What a service reference says, copied into JDK types: the reference itself would keep its bundle. */
record ServiceFacts(SeatName seat, Version version, long bundle, long service, Map<String, Object> properties) {
    private static final String COMPONENT = "component.name";
    private static final String FACTORY = "service.factoryPid";
    /** Differ from one registration to the next without a difference in configuration. */
    private static final Set<String> NOT_CONFIGURED = Set.of(
            Constants.OBJECTCLASS,
            Constants.SERVICE_ID,
            Constants.SERVICE_BUNDLEID,
            Constants.SERVICE_SCOPE,
            COMPONENT,
            "component.id");

    static ServiceFacts of(Class<?> type, ServiceReference<?> reference) {
        Bundle bundle = reference.getBundle();
        Map<String, Object> properties = new TreeMap<>();
        for (String key : reference.getPropertyKeys()) {
            Object value = reference.getProperty(key);
            if (ofTheJdk(value)) {
                properties.put(key, value);
            }
        }
        return new ServiceFacts(
                new SeatName(type.getName(), bundle.getSymbolicName(), component(bundle, properties)),
                bundle.getVersion(),
                bundle.getBundleId(),
                (Long) properties.get(Constants.SERVICE_ID),
                Map.copyOf(properties));
    }

    /** Instances of a component that is configured several times have seats of their own. */
    private static String component(Bundle bundle, Map<String, Object> properties) {
        String name = properties.get(COMPONENT) instanceof String given ? given : bundle.getSymbolicName();
        if (properties.containsKey(FACTORY) && properties.get(Constants.SERVICE_PID) instanceof String pid) {
            return name + "~" + pid.substring(pid.indexOf('~') + 1);
        }
        return name;
    }

    /** Eight hexadecimal digits over the properties; empty if it is not configured. */
    String configuration() {
        if (!properties.containsKey(Constants.SERVICE_PID)) {
            return "";
        }
        StringBuilder text = new StringBuilder();
        new TreeMap<>(properties).forEach((key, value) -> {
            if (!NOT_CONFIGURED.contains(key)) {
                text.append(key)
                        .append('=')
                        .append(Arrays.deepToString(new Object[] {value}))
                        .append('\n');
            }
        });
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest(text.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 4);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static boolean ofTheJdk(Object value) {
        List<?> all = value instanceof Collection<?> several
                ? List.copyOf(several)
                : value instanceof Object[] array ? Arrays.asList(array) : List.of();
        return value.getClass().getClassLoader() == null
                && (!value.getClass().isArray() || baseType(value.getClass()).getClassLoader() == null)
                && !(value instanceof Map)
                && all.stream().allMatch(each -> each != null && ofTheJdk(each));
    }

    private static Class<?> baseType(Class<?> array) {
        Class<?> type = array;
        while (type.isArray()) {
            type = type.getComponentType();
        }
        return type;
    }
}
