package org.posthouse.protocol.smtp;

import java.time.Clock;
import java.util.Optional;
import org.posthouse.api.account.Accounts;
import org.posthouse.api.pipeline.Intake;

/** What all conversations of a handler share. Without accounts nobody logs in. */
record Desk(Dialect dialect, SmtpSettings settings, Intake intake, Optional<Accounts> accounts, Clock clock) {}
