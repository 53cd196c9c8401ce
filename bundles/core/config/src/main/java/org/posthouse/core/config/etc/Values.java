package org.posthouse.core.config.etc;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Dictionary;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;

/** A configuration as it is written and as Config Admin has it, which adds facts of its own. */
public final class Values {
    static final String FACTORY = "service.factoryPid";
    /** Config Admin's mark of a configuration that nobody has given values yet. */
    private static final String NEW = "_felix_.cm.newConfiguration";

    private static final String LOCATION = "service.bundleLocation";
    /** Any bundle may have it: two versions of a plug-in side by side are two bundles. */
    private static final String ANYWHERE = "?";

    private static final Set<String> NOT_WRITTEN =
            Set.of(NEW, Constants.SERVICE_PID, LOCATION, "felix.fileinstall.filename");
    private static final String INTERNAL = ":org.apache.felix.configadmin.";

    private Values() {}

    /** Before the tilde; empty for a PID that is no instance of a factory. */
    public static Optional<String> factory(String pid) {
        int tilde = pid.indexOf('~');
        return tilde <= 0 ? Optional.empty() : Optional.of(pid.substring(0, tilde));
    }

    static boolean isNew(Dictionary<?, ?> dictionary) {
        return dictionary.get(NEW) != null;
    }

    /** What is written of it. */
    public static Map<String, Object> ofAdmin(String pid, Dictionary<?, ?> dictionary) {
        Map<String, Object> values = new TreeMap<>();
        for (Enumeration<?> keys = dictionary.keys(); keys.hasMoreElements(); ) {
            String key = (String) keys.nextElement();
            boolean known = key.equals(FACTORY) && factory(pid).equals(Optional.of(dictionary.get(key)));
            if (!NOT_WRITTEN.contains(key) && !key.startsWith(INTERNAL) && !known) {
                values.put(key, dictionary.get(key));
            }
        }
        return values;
    }

    static Dictionary<String, Object> forAdmin(String pid, Map<String, Object> values) {
        Map<String, Object> all = new LinkedHashMap<>(values);
        all.put(Constants.SERVICE_PID, pid);
        all.put(LOCATION, ANYWHERE);
        factory(pid).ifPresent(factory -> all.put(FACTORY, factory));
        return FrameworkUtil.asDictionary(all);
    }

    public static boolean same(Map<String, Object> one, Map<String, Object> other) {
        return one.keySet().equals(other.keySet())
                && one.entrySet().stream().allMatch(each -> same(each.getValue(), other.get(each.getKey())));
    }

    /** A list of one for what is no list. */
    public static List<Object> elements(Object value) {
        if (value instanceof Collection<?> several) {
            return List.copyOf(several);
        }
        if (!value.getClass().isArray()) {
            return List.of(value);
        }
        List<Object> elements = new ArrayList<>();
        for (int i = 0; i < Array.getLength(value); i++) {
            elements.add(Array.get(value, i));
        }
        return elements;
    }

    /** Arrays of objects and of primitives, and collections, count alike: a file does not tell them apart for good. */
    private static boolean same(Object one, Object other) {
        boolean several = one.getClass().isArray() || one instanceof Collection;
        boolean otherSeveral = other.getClass().isArray() || other instanceof Collection;
        return several == otherSeveral && elements(one).equals(elements(other));
    }
}
