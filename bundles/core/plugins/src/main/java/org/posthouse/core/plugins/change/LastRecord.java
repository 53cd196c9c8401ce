package org.posthouse.core.plugins.change;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.runtime.ObjectMethods;

/**
 * The record whose methods the JDK has linked last: Java 17 keeps its type, and thus the class loader of a plug-in that is gone. One of
 * ours is put in its place.
 */
final class LastRecord {
    private LastRecord() {}

    /** As each method of a record is linked when it is called first. */
    static void replace() {
        MethodHandles.Lookup lookup = MethodHandles.lookup();
        try {
            MethodHandle getter = lookup.findVirtual(Ours.class, "another", MethodType.methodType(Ours.class));
            link(lookup, "equals", MethodType.methodType(boolean.class, Ours.class, Object.class), getter);
            link(lookup, "hashCode", MethodType.methodType(int.class, Ours.class), getter);
            link(lookup, "toString", MethodType.methodType(String.class, Ours.class), getter);
        } catch (Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("a record has its methods", e);
        }
    }

    private static void link(MethodHandles.Lookup lookup, String method, MethodType type, MethodHandle getter)
            throws Throwable {
        ObjectMethods.bootstrap(lookup, method, type, Ours.class, "another", getter);
    }

    /** Has a component of a type that is not the JDK's. */
    private record Ours(Ours another) {}
}
