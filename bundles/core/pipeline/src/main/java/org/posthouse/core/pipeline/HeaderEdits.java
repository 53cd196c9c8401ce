package org.posthouse.core.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.posthouse.api.mail.Content;
import org.posthouse.lib.mime.HeaderFields;
import org.posthouse.lib.mime.HeaderFields.Field;
import org.posthouse.spi.filter.Opinion;

/**
 * A header section that filters change, in the order they judge. Added fields stand on top, the latest topmost; what nobody touched
 * stays as it came, octet by octet. An edit of a field that is not there does nothing.
 */
final class HeaderEdits {
    private final HeaderFields original;
    private final List<Field> added = new ArrayList<>();
    private final List<Field> sent;
    private Optional<Content> body = Optional.empty();
    private Optional<HeaderFields> view;

    HeaderEdits(HeaderFields original) {
        this.original = original;
        this.sent = new ArrayList<>(original.fields());
        this.view = Optional.of(original);
    }

    /** Does what this opinion asks, if it is an edit; whether it was one. */
    synchronized boolean apply(Opinion opinion) {
        if (opinion instanceof Opinion.AddHeader add) {
            added.add(0, field(add.name(), add.value()));
        } else if (opinion instanceof Opinion.ChangeHeader change) {
            replace(change.name(), change.index(), Optional.of(field(change.name(), change.value())));
        } else if (opinion instanceof Opinion.RemoveHeader remove) {
            replace(remove.name(), remove.index(), Optional.empty());
        } else if (opinion instanceof Opinion.ReplaceBody replace) {
            body.ifPresent(Content::close);
            body = Optional.of(replace.body());
        } else {
            return false;
        }
        view = Optional.empty();
        return true;
    }

    /** Takes out what came with the message and must not be believed. */
    synchronized void remove(Predicate<Field> which) {
        if (sent.removeIf(which)) {
            view = Optional.empty();
        }
    }

    private static Field field(String name, String value) {
        return new Field(name, FieldText.of(name, value));
    }

    private void replace(String name, int index, Optional<Field> by) {
        int left = index;
        for (List<Field> fields : List.of(added, sent)) {
            for (int i = 0; i < fields.size(); i++) {
                if (fields.get(i).name().equalsIgnoreCase(name) && left-- == 0) {
                    fields.remove(i);
                    if (by.isPresent()) {
                        fields.add(i, by.get());
                    }
                    return;
                }
            }
        }
    }

    /** The section as it is now. */
    synchronized HeaderFields fields() {
        if (view.isEmpty()) {
            List<Field> all = new ArrayList<>(added);
            all.addAll(sent);
            view = Optional.of(HeaderFields.of(all));
        }
        return view.get();
    }

    /** Fields that were put on top. */
    synchronized List<Field> added() {
        return List.copyOf(added);
    }

    /** The fields that came with the message, as they are now. */
    synchronized List<Field> sent() {
        return List.copyOf(sent);
    }

    /** Whether one of the fields that came with the message was changed. */
    synchronized boolean changedSent() {
        return !sent.equals(original.fields());
    }

    /** Octets of the fields as they came. */
    long sentOctets() {
        return original.fields().stream()
                .mapToLong(field -> field.octets().length)
                .sum();
    }

    /** Another body, if one was given; ours to close. */
    synchronized Optional<Content> body() {
        return body;
    }

    synchronized void close() {
        body.ifPresent(Content::close);
        body = Optional.empty();
    }
}
