package org.posthouse.it;

import static org.junit.Assert.assertEquals;

import java.io.IOException;
import java.lang.reflect.Method;
import java.util.Set;
import java.util.TreeSet;
import org.junit.Test;
import org.ops4j.pax.exam.Configuration;
import org.posthouse.launcher.feature.Feature;

/** {@link FeaturesIT} leaves no feature out. */
public class EveryFeatureIT {
    @Test
    public void everyFeatureIsBooted() throws IOException {
        Set<String> booted = new TreeSet<>();
        for (Method method : FeaturesIT.class.getMethods()) {
            if (method.isAnnotationPresent(Configuration.class)) {
                booted.add(method.getName());
            }
        }
        Set<String> there = new TreeSet<>();
        for (Feature feature : Booted.features().all()) {
            there.add(methodName(feature.name()));
        }
        assertEquals(there, booted);
    }

    /** store-jdbc is booted by storeJdbc; default, which Java does not allow as a name, by whole. */
    private static String methodName(String feature) {
        if (feature.equals("default")) {
            return "whole";
        }
        StringBuilder name = new StringBuilder();
        for (String word : feature.split("-", -1)) {
            name.append(name.length() == 0 ? word : Character.toUpperCase(word.charAt(0)) + word.substring(1));
        }
        return name.toString();
    }
}
