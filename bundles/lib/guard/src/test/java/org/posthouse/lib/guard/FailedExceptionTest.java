package org.posthouse.lib.guard;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FailedExceptionTest {
    /** Fails whatever it is asked. */
    private static final class Foreigner extends RuntimeException {
        private static final long serialVersionUID = 1;

        @Override
        public String getMessage() {
            throw new UnsupportedOperationException();
        }

        @Override
        public StackTraceElement[] getStackTrace() {
            throw new UnsupportedOperationException();
        }
    }

    @Test
    void itSaysWhatWasThrownWhereAndNotWhy() {
        FailedException failed = FailedException.of(new IllegalStateException("kate's secret"));
        assertThat(failed.type()).isEqualTo("IllegalStateException");
        assertThat(failed.getMessage())
                .matches("it threw IllegalStateException at FailedExceptionTest\\.itSays\\w+ \\(line \\d+\\)");
        assertThat(Failure.words(failed)).isEqualTo(failed.getMessage());
    }

    @Test
    void onlyWhatThePlatformHasMadeIsKept() {
        Exception plain = new IllegalStateException(new IllegalArgumentException("x"));
        assertThat(FailedException.of(plain)).hasCause(plain);
        assertThat(FailedException.of(new IllegalStateException("x", new Foreigner())))
                .hasNoCause();
        Exception suppressing = new IllegalStateException("x");
        suppressing.addSuppressed(new Foreigner());
        assertThat(FailedException.of(suppressing)).hasNoCause();
    }

    @Test
    void whoFailsWhenAskedIsNamedAllTheSame() {
        FailedException failed = FailedException.of(new Foreigner());
        assertThat(failed).hasMessage("it threw FailedExceptionTest$Foreigner").hasNoCause();
        assertThat(failed.type()).isEqualTo("FailedExceptionTest$Foreigner");
    }
}
