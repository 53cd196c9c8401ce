package org.posthouse.console.shell;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.posthouse.api.account.Account;
import org.posthouse.api.account.NewAccount;
import org.posthouse.api.mail.Address;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.mail.Status;

/** Accounts as a table of comma-separated values, RFC 4180, with a first line that names the columns. */
final class AccountTable {
    private static final Set<String> COLUMNS = Set.of("address", "password", "hash", "name", "quota");
    private static final long LARGEST = 64L << 20;

    private AccountTable() {}

    /** Reads the whole table; the first thing wrong is told with its line, and nothing is returned then. */
    static List<NewAccount> read(Path file) throws MailException, IOException {
        if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
            throw wrong("there is no file " + file + " that the server can read");
        }
        if (Files.size(file) > LARGEST) {
            throw wrong(file + " is larger than 64 MiB");
        }
        List<List<String>> rows;
        try {
            rows = Csv.rows(Files.readString(file, StandardCharsets.UTF_8));
        } catch (CharacterCodingException e) {
            throw new MailException(
                    MailException.Kind.PERMANENT, new Status(5, 6, 0), file.getFileName() + " is not UTF-8", e);
        }
        if (rows.isEmpty()) {
            throw wrong("the table is empty");
        }
        List<String> columns = rows.get(0).stream()
                .map(name -> name.strip().toLowerCase(Locale.ROOT))
                .toList();
        if (!columns.contains("address") || !COLUMNS.containsAll(columns)) {
            throw wrong("the first line must name the columns: address,password|hash,name,quota");
        }
        List<NewAccount> accounts = new ArrayList<>();
        for (int i = 1; i < rows.size(); i++) {
            accounts.add(account(i + 1, columns, rows.get(i)));
        }
        return accounts;
    }

    private static NewAccount account(int line, List<String> columns, List<String> row) throws MailException {
        if (row.size() != columns.size()) {
            throw wrong("row " + line + " has " + row.size() + " columns, not " + columns.size());
        }
        Map<String, String> cells = new HashMap<>();
        for (int i = 0; i < row.size(); i++) {
            cells.put(columns.get(i), row.get(i));
        }
        Optional<Address> address = Address.parse(cells.get("address").strip());
        if (address.isEmpty()) {
            throw wrong("row " + line + ": '" + cells.get("address") + "' is no mail address");
        }
        OptionalLong quota;
        try {
            String text = cells.getOrDefault("quota", "");
            quota = text.isBlank() ? OptionalLong.empty() : Words.size(text);
        } catch (UsageException e) {
            throw wrong("row " + line + ": " + e.getMessage());
        }
        return new NewAccount(
                address.get(),
                cells.getOrDefault("name", "").strip(),
                filled(cells, "password").map(String::toCharArray),
                filled(cells, "hash"),
                quota,
                Account.ALL_PROTOCOLS,
                true,
                false);
    }

    private static Optional<String> filled(Map<String, String> cells, String column) {
        return Optional.ofNullable(cells.get(column)).filter(cell -> !cell.isEmpty());
    }

    private static MailException wrong(String why) {
        return new MailException(MailException.Kind.PERMANENT, new Status(5, 6, 0), why);
    }
}
