package org.posthouse.console.web;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Parameters of a request, those of its form before those of its address: a form says what is wanted, the address where one was. */
final class Parameters {
    private Parameters() {}

    /**
     * @param all of each name those of the address first, as servlets have them
     * @param query of the address, or null as servlets have it
     */
    static Map<String, List<String>> of(Map<String, String[]> all, String query) {
        Map<String, Integer> inAddress = new HashMap<>();
        for (String pair : (query == null ? "" : query).split("&", -1)) {
            inAddress.merge(decoded(pair.split("=", 2)[0]), 1, Integer::sum);
        }
        Map<String, List<String>> values = new HashMap<>();
        all.forEach((name, given) -> {
            List<String> its = List.of(given);
            int ofAddress = Math.min(inAddress.getOrDefault(name, 0), its.size());
            List<String> turned = new ArrayList<>(its.subList(ofAddress, its.size()));
            turned.addAll(its.subList(0, ofAddress));
            values.put(name, List.copyOf(turned));
        });
        return values;
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }
}
