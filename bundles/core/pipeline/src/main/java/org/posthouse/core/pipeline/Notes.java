package org.posthouse.core.pipeline;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/** What one version of a filter keeps of one mail. The one place that holds objects of a plug-in; emptied when its version goes. */
final class Notes {
    private final Map<Class<?>, Object> notes = new HashMap<>();

    Notes() {}

    Notes(Notes connection) {
        synchronized (connection) {
            notes.putAll(connection.notes);
        }
    }

    synchronized <S> S own(Class<S> type, Supplier<S> first) {
        Object note = notes.get(type);
        if (note == null) {
            note = first.get();
            notes.put(type, note);
        }
        return type.cast(note);
    }

    synchronized boolean isEmpty() {
        return notes.isEmpty();
    }

    synchronized void clear() {
        notes.clear();
    }
}
