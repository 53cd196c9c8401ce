package org.posthouse.console.metrics;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.FieldOption;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.posthouse.api.metrics.Family;
import org.posthouse.api.metrics.Meter;
import org.posthouse.api.metrics.Metrics;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the meters there are at that moment. */
@Component(name = "org.posthouse.console.metrics")
public final class AllMeters implements Metrics {
    private static final Logger LOG = LoggerFactory.getLogger(AllMeters.class);

    @Reference(policy = ReferencePolicy.DYNAMIC, fieldOption = FieldOption.REPLACE)
    private volatile List<Meter> meters;

    @Activate
    public AllMeters() {
        this(List.of());
    }

    AllMeters(List<Meter> meters) {
        this.meters = meters;
    }

    @Override
    public List<Family> families() {
        TreeMap<String, Family> all = new TreeMap<>();
        for (Meter meter : meters) {
            try {
                meter.families().forEach(family -> all.merge(family.name(), family, AllMeters::joined));
            } catch (RuntimeException e) {
                LOG.warn("{} has no figures", meter.getClass().getName(), e);
            }
        }
        return List.copyOf(all.values());
    }

    private static Family joined(Family one, Family other) {
        List<Family.Sample> samples = new ArrayList<>(one.samples());
        samples.addAll(other.samples());
        return new Family(one.name(), one.type(), one.help(), samples);
    }

    @Override
    public String text() {
        return Exposition.text(families());
    }
}
