package org.posthouse.console.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.mail.Status;

final class RefusalsTest {
    private final Asked asked = new Asked("POST", "/system/console/configMgr/some.pid");

    private Asked after(IOException failure) throws Exception {
        new Refusals().doFilter(asked.request(), asked.response(), (request, response) -> {
            throw failure;
        });
        return asked;
    }

    private static IOException refused(MailException.Kind kind) {
        return new IOException("no", new MailException(kind, new Status(5, 3, 5), "count must not be -9"));
    }

    @Test
    void whatNeverFitsIsABadRequestWithItsReason() throws Exception {
        assertThat(after(refused(MailException.Kind.PERMANENT)).status).isEqualTo(400);
        assertThat(asked.body.toString()).isEqualToIgnoringNewLines("count must not be -9");
    }

    @Test
    void whatSomebodyElseChangesAtTheSameTimeIsAConflict() throws Exception {
        assertThat(after(refused(MailException.Kind.CONFLICT)).status).isEqualTo(409);
    }

    @Test
    void aBrowserThatHasGoneIsNobodysRefusal() {
        assertThatThrownBy(() -> after(new IOException("gone"))).hasMessage("gone");
    }
}
