package org.posthouse.example.filter;

import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.posthouse.spi.filter.Filter;
import org.posthouse.spi.filter.Judgement;
import org.posthouse.spi.filter.Mail;

/** Adds a header with its own version to every message. */
@Component(name = "org.posthouse.example.filter", property = Filter.STAGES + "=message")
@Designate(ocd = ExampleFilter.Settings.class)
public final class ExampleFilter implements Filter {
    @ObjectClassDefinition(name = "Example filter", description = "Adds a header with its version to every message.")
    @interface Settings {
        @AttributeDefinition(name = "Header", description = "Name of the header.")
        String header() default "X-Example-Filter";
    }

    private final Judgement judgement;

    @Activate
    public ExampleFilter(BundleContext context, Settings settings) {
        String version = context.getBundle().getVersion().toString();
        judgement = Judgement.builder().addHeader(settings.header(), version).done();
    }

    @Override
    public Judgement message(Mail mail) {
        return judgement;
    }
}
