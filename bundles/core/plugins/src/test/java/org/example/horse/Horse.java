package org.example.horse;

import java.util.function.Supplier;

/** Tells its version. */
public record Horse(String version) implements Supplier<String> {
    @Override
    public String get() {
        return version;
    }
}
