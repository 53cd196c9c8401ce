package org.posthouse.protocol.smtp;

import java.time.Clock;
import java.util.Optional;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.posthouse.api.pipeline.Intake;
import org.posthouse.spi.protocol.ProtocolHandler;

/** LMTP, RFC 2033: delivered before it is answered, with a reply for each recipient. Shares the settings of {@link MxHandler}. */
@Component(
        name = "org.posthouse.protocol.smtp.lmtp",
        service = ProtocolHandler.class,
        configurationPid = "org.posthouse.protocol.smtp",
        property = ProtocolHandler.PROTOCOL + "=lmtp")
public final class LmtpHandler extends SmtpHandler {
    @Activate
    public LmtpHandler(@Reference Intake intake, SmtpConfiguration configuration, BundleContext context) {
        super(new Desk(
                Dialect.LMTP,
                SmtpSettings.of(configuration, machine(context)),
                intake,
                Optional.empty(),
                Clock.systemUTC()));
    }
}
