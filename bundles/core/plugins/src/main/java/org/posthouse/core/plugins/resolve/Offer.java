package org.posthouse.core.plugins.resolve;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.osgi.framework.Bundle;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.wiring.BundleRevision;

/** A capability that a bundle would have, if it could be resolved; kept when the bundle is gone. */
public record Offer(String namespace, Map<String, Object> attributes) {
    public Offer {
        attributes = Map.copyOf(attributes);
    }

    /** Of a bundle that is installed. */
    public static List<Offer> of(Bundle bundle) {
        BundleRevision revision = bundle.adapt(BundleRevision.class);
        return revision == null
                ? List.of()
                : revision.getDeclaredCapabilities(null).stream()
                        .map(each -> new Offer(each.getNamespace(), new HashMap<>(each.getAttributes())))
                        .toList();
    }

    boolean meets(Lack lack) {
        if (!namespace.equals(lack.namespace()) || lack.filter().isEmpty()) {
            return false;
        }
        try {
            return FrameworkUtil.createFilter(lack.filter()).matches(attributes);
        } catch (InvalidSyntaxException e) {
            return false;
        }
    }
}
