package org.posthouse.protocol.smtp;

import java.time.Clock;
import java.util.Optional;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.posthouse.api.account.Accounts;
import org.posthouse.api.pipeline.Intake;
import org.posthouse.spi.protocol.ProtocolHandler;

/** Message submission, RFC 6409: users log in and send. Shares the settings of {@link MxHandler}. */
@Component(
        name = "org.posthouse.protocol.smtp.submission",
        service = ProtocolHandler.class,
        configurationPid = "org.posthouse.protocol.smtp",
        property = ProtocolHandler.PROTOCOL + "=submission")
public final class SubmissionHandler extends SmtpHandler {
    @Activate
    public SubmissionHandler(
            @Reference Intake intake,
            @Reference Accounts accounts,
            SmtpConfiguration configuration,
            BundleContext context) {
        super(new Desk(
                Dialect.SUBMISSION,
                SmtpSettings.of(configuration, machine(context)),
                intake,
                Optional.of(accounts),
                Clock.systemUTC()));
    }
}
