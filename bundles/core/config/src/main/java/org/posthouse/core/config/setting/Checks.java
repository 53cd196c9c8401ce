package org.posthouse.core.config.setting;

import java.util.Map;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.AttributeDefinition;
import org.osgi.service.metatype.ObjectClassDefinition;
import org.posthouse.core.config.etc.Values;

/** Judges whole configurations by their descriptions. What nobody describes, nobody judges. */
@Component(service = Checks.class, immediate = true, configurationPolicy = ConfigurationPolicy.IGNORE)
public final class Checks {
    private final Descriptions descriptions;

    @Activate
    public Checks(@Reference Descriptions descriptions) {
        this.descriptions = descriptions;
    }

    /** Fails with the first setting that does not fit. */
    public void check(String pid, Map<String, Object> values) throws WrongSettingException {
        Optional<ObjectClassDefinition> description =
                descriptions.find(Values.factory(pid).orElse(pid));
        if (description.isPresent()) {
            for (AttributeDefinition each : Descriptions.attributes(description.get())) {
                Object value = values.get(each.getID());
                if (value != null) {
                    new SettingRule(each, false).check(value);
                }
            }
        }
    }
}
