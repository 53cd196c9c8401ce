package org.posthouse.core.plugins.resolve;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.posthouse.api.plugin.Reason;

/**
 * What a bundle needs and does not get.
 *
 * @param namespace of the requirement, and its filter; empty where it is none
 * @param needs the missing thing's own name
 * @param wanted range of versions
 * @param near what is here instead
 * @param predicate what is wrong, to follow the bundle's name: {@code needs the package org.example.hay, which no bundle here has}
 * @param helper who would bring it, if it could be resolved itself
 */
public record Lack(
        Reason.Kind kind,
        String namespace,
        String filter,
        String needs,
        String wanted,
        List<String> near,
        String predicate,
        String remedy,
        Optional<Helper> helper) {
    public Lack {
        near = List.copyOf(near);
    }

    /**
     * A bundle that would bring what another lacks.
     *
     * @param name symbolic name
     * @param title how it is called in a sentence
     * @param lacks what it lacks itself; empty if it fails otherwise
     * @param otherwise why it does not run, where it lacks nothing
     */
    public record Helper(String name, String title, List<Lack> lacks, String otherwise) {
        public Helper {
            lacks = List.copyOf(lacks);
        }
    }

    /** This one, and who would bring it. */
    public Lack with(Optional<Helper> by) {
        return new Lack(kind, namespace, filter, needs, wanted, near, predicate, remedy, by);
    }

    /**
     * One for each thing that is missing in the end.
     *
     * @param name symbolic name of the bundle
     * @param subject what its sentences begin with
     */
    public static List<Reason> reasons(String name, String subject, List<Lack> lacks) {
        List<Reason> reasons = new ArrayList<>();
        lacks.forEach(each -> each.add(List.of(name), subject + " ", reasons));
        return reasons;
    }

    private void add(List<String> asks, String before, List<Reason> reasons) {
        if (helper.isEmpty()) {
            reasons.add(new Reason(kind, asks, needs, wanted, near, before + predicate, remedy));
            return;
        }
        Helper by = helper.get();
        String way =
                before + Requirements.words(kind, needs, wanted) + ", which " + by.title() + " would bring, but that ";
        List<String> further = new ArrayList<>(asks);
        further.add(by.name());
        if (by.lacks().isEmpty()) {
            reasons.add(new Reason(kind, further, needs, wanted, near, way + by.otherwise(), ""));
        }
        by.lacks().forEach(each -> each.add(further, way, reasons));
    }
}
