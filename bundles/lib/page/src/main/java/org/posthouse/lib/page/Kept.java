package org.posthouse.lib.page;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** The last few things that are to be shown after an order, each under a name that nobody can guess. */
public final class Kept<T> {
    private static final int MOST = 50;

    private final RandomGenerator random;
    private final Map<String, T> things = new LinkedHashMap<>();

    public Kept(RandomGenerator random) {
        this.random = random;
    }

    /** Returns its name. */
    public synchronized String keep(T thing) {
        String name = Long.toHexString(random.nextLong()) + Long.toHexString(random.nextLong());
        things.put(name, thing);
        if (things.size() > MOST) {
            things.remove(things.keySet().iterator().next());
        }
        return name;
    }

    public synchronized Optional<T> find(String name) {
        return Optional.ofNullable(things.get(name));
    }
}
