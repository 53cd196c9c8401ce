package org.posthouse.protocol.smtp;

import java.time.Clock;
import java.util.Optional;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;
import org.posthouse.api.account.Accounts;
import org.posthouse.api.pipeline.Intake;
import org.posthouse.spi.protocol.ProtocolHandler;

/** SMTP as servers speak it to each other, RFC 5321. */
@Component(
        name = "org.posthouse.protocol.smtp.mx",
        service = ProtocolHandler.class,
        configurationPid = "org.posthouse.protocol.smtp",
        property = ProtocolHandler.PROTOCOL + "=smtp")
@Designate(ocd = SmtpConfiguration.class)
public final class MxHandler extends SmtpHandler {
    @Activate
    public MxHandler(
            @Reference Intake intake,
            @Reference Accounts accounts,
            SmtpConfiguration configuration,
            BundleContext context) {
        super(new Desk(
                Dialect.MX,
                SmtpSettings.of(configuration, machine(context)),
                intake,
                Optional.of(accounts),
                Clock.systemUTC()));
    }
}
