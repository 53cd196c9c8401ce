package org.posthouse.console.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.posthouse.api.account.NewAccount;
import org.posthouse.api.mail.Address;
import org.posthouse.api.mail.MailException;

final class AccountTableTest {
    @TempDir
    Path folder;

    private List<NewAccount> read(String text) throws Exception {
        return AccountTable.read(Files.writeString(folder.resolve("people.csv"), text));
    }

    @Test
    void aTableBecomesAccounts() throws Exception {
        List<NewAccount> accounts = read("address,password,name,quota\nkate@school.edu,secret,\"Kate, A.\",1G\n");
        assertThat(accounts).singleElement().satisfies(kate -> {
            assertThat(kate.address()).isEqualTo(new Address("kate", "school.edu"));
            assertThat(kate.password().orElseThrow()).isEqualTo("secret".toCharArray());
            assertThat(kate.name()).isEqualTo("Kate, A.");
            assertThat(kate.quota()).hasValue(1L << 30);
        });
    }

    @Test
    void aHashStandsInPlaceOfAPassword() throws Exception {
        assertThat(read("address,hash\nkate@school.edu,$argon2id$x\n").get(0).hash())
                .contains("$argon2id$x");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|the table is empty",
                "kate@school.edu,x|the first line must name the columns",
                "'address\nkate'|row 2: 'kate' is no mail address",
                "'address,name\nkate@school.edu'|row 2 has 1 columns, not 2",
                "'address,quota\nkate@school.edu,much'|row 2: 'much' is no size"
            })
    void whatIsWrongIsToldWithItsRow(String text, String why) {
        assertThatThrownBy(() -> read(text)).isInstanceOf(MailException.class).hasMessageContaining(why);
    }

    @Test
    void aFileThatIsNotThereIsNamed() {
        assertThatThrownBy(() -> AccountTable.read(folder.resolve("none.csv")))
                .isInstanceOf(MailException.class)
                .hasMessageContaining("none.csv");
    }
}
