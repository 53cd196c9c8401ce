package org.posthouse.api.mail;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Domains are equal however they are written; what cannot be written otherwise is left alone. */
final class AddressTest {
    @ParameterizedTest
    @CsvSource({
        "School.EDU, school.edu",
        "b\u00fccher.example, xn--bcher-kva.example",
        "BU\u0308CHER.example, xn--bcher-kva.example",
        "b\u00fccher\u3002example, xn--bcher-kva.example",
        "XN--Bcher-kva.example, xn--bcher-kva.example",
        "[192.0.2.1], [192.0.2.1]"
    })
    void aDomainIsOneInEitherForm(String written, String canonical) {
        assertThat(new Address("b", written)).isEqualTo(new Address("b", canonical));
        assertThat(new Address("b", written).domain()).isEqualTo(canonical);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "stra\u00dfe.example",
                "b\u00fccher..example",
                "b\u00fc_cher.example",
                "-\u00fc.example",
                "\ud800.example",
                "\uff20\u00fc.example"
            })
    void whatHasNoFormOfItsOwnForTheWireStaysAsItIs(String domain) {
        assertThat(Address.canonical(domain)).isEqualTo(domain);
    }

    @Test
    void aDomainThatIsTooLongForTheWireIsNone() {
        assertThat(Address.parse("b@" + "\u00fc.".repeat(60) + "example")).isEmpty();
    }
}
