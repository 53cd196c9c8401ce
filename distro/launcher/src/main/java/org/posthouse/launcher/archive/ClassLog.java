package org.posthouse.launcher.archive;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a JVM has told by {@code -Xlog:class+load=debug} without decorations, two lines for each class, made into the list of classes that
 * {@code -XX:SharedClassListFile} wants. Of two classes of one name the first is listed; those made at run time are not.
 */
final class ClassLog {
    private static final Pattern NAME = Pattern.compile("(\\S+) source: (.*)");
    private static final Pattern FACTS =
            Pattern.compile(" klass: (\\S+)(?: super: (\\S+))?(?: interfaces:((?: 0x[0-9a-f]+)+))? +loader: (.*)");
    private static final String FILE = "file:";

    private final List<String> list = new ArrayList<>();
    private final Set<String> names = new HashSet<>();
    /** By address. */
    private final Map<String, Integer> ids = new HashMap<>();

    private ClassLog() {}

    /** The lines of the list. */
    static List<String> list(Iterable<String> lines) {
        ClassLog log = new ClassLog();
        Iterator<String> each = lines.iterator();
        Optional<Matcher> name = Optional.empty();
        while (each.hasNext()) {
            String line = each.next();
            Matcher facts = FACTS.matcher(line);
            if (facts.matches() && name.isPresent()) {
                log.add(name.get().group(1), name.get().group(2), facts);
            }
            name = Optional.of(NAME.matcher(line)).filter(Matcher::matches);
        }
        return List.copyOf(log.list);
    }

    private void add(String name, String source, Matcher facts) {
        String loader = facts.group(4);
        boolean builtIn = loader.contains("'bootstrap'") || loader.contains("jdk/internal/loader/ClassLoaders$");
        // Those made at run time have an address in their name, or no file that they come from.
        if (name.indexOf('/') >= 0 || source.startsWith("__") || (!builtIn && !source.startsWith(FILE))) {
            return;
        }
        Optional<String> parents = builtIn ? Optional.of("") : parents(facts);
        if (parents.isPresent() && names.add(name)) {
            int id = list.size() + 1;
            ids.put(facts.group(1), id);
            String from = builtIn ? "" : " source: " + source.substring(FILE.length());
            list.add(name.replace('.', '/') + " id: " + id + parents.get() + from);
        }
    }

    /** What it extends, by number; empty if that is not listed itself. */
    private Optional<String> parents(Matcher facts) {
        StringBuilder text = new StringBuilder(" super: ");
        if (facts.group(2) == null || !ids.containsKey(facts.group(2))) {
            return Optional.empty();
        }
        text.append(ids.get(facts.group(2)));
        if (facts.group(3) != null) {
            text.append(" interfaces:");
            for (String each : facts.group(3).strip().split(" ")) {
                if (!ids.containsKey(each)) {
                    return Optional.empty();
                }
                text.append(' ').append(ids.get(each));
            }
        }
        return Optional.of(text.toString());
    }
}
