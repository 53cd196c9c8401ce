package org.posthouse.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages made to hurt whoever looks into them: delivered, then fetched, taken apart and searched. */
final class MimeAttacksIT extends Attacks {
    private static final int MANY = 100_000;

    private static String times(int count, IntFunction<String> piece) {
        return IntStream.range(0, count).mapToObj(piece).collect(Collectors.joining());
    }

    /** Delivers it from outside, unless it is refused. */
    private static boolean delivered(String message) throws IOException {
        try (Smtp smtp = siege.inside(25)) {
            String reply = smtp.mail("evil@example.net", KATE, message);
            assertThat(reply).matches("(250|55[024]) .*");
            return reply.startsWith("250");
        }
    }

    /** Puts it where kate keeps it, as she herself could. */
    private static void append(Imap imap, String message) throws IOException {
        imap.ok("SELECT INBOX");
        assertThat(imap.append("INBOX", octets(message)).tagged()).startsWith("OK");
        imap.ok("NOOP");
    }

    /** Everything that looks into a message; what BODYSTRUCTURE and ENVELOPE say. */
    private static String look(Imap imap) throws IOException {
        Imap.Answer said = imap.ok("FETCH * (ENVELOPE BODYSTRUCTURE BODY RFC822.SIZE)");
        imap.ok("FETCH * (BODY.PEEK[1] BODY.PEEK[1.MIME] BODY.PEEK[1.1.1.HEADER] BODY.PEEK[HEADER.FIELDS (SUBJECT)])");
        imap.ok("FETCH * BODY.PEEK[" + ".1".repeat(64).substring(1) + "]<0.100>");
        for (String key : List.of(
                "SUBJECT attack", "TEXT attack", "BODY attack", "FROM attack", "TO attack", "HEADER X-A attack")) {
            imap.ok("SEARCH CHARSET UTF-8 * " + key);
        }
        assertThat(said.tagged()).doesNotContain("Exception");
        return String.join("", said.untagged());
    }

    private static String deliveredOrAppended(String message) throws IOException {
        boolean delivered = delivered(message);
        try (Imap imap = siege.server().imap(KATE)) {
            if (delivered) {
                SwapUnderLoadIT.awaitEmptyQueue(siege.server());
                imap.ok("SELECT INBOX");
            } else {
                append(imap, message);
            }
            return look(imap);
        }
    }

    /** How deep the lists of an answer are. */
    private static int depth(String answer) {
        int depth = 0;
        int deepest = 0;
        for (int i = 0; i < answer.length(); i++) {
            depth += answer.charAt(i) == '(' ? 1 : answer.charAt(i) == ')' ? -1 : 0;
            deepest = Math.max(deepest, depth);
        }
        return deepest;
    }

    static Stream<String> nests() {
        return Stream.of(
                times(MANY, i -> "Content-Type: multipart/mixed; boundary=b" + i + "\r\n\r\n--b" + i + "\r\n"),
                "Content-Type: message/rfc822\r\n\r\n".repeat(MANY),
                "Content-Type: multipart/digest; boundary=b\r\n\r\n--b\r\n\r\n".repeat(MANY),
                "Content-Type: multipart/mixed; boundary=b\r\n\r\n" + "--b\r\n\r\nattack\r\n".repeat(MANY));
    }

    @ParameterizedTest
    @MethodSource("nests")
    void m01HoweverManyPartsAndHoweverDeepTheyAreCut(String message) throws Exception {
        String said = deliveredOrAppended(message);
        assertThat(depth(said)).isBetween(2, 300);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "To: a@b.example\r\n",
                "Cc: \"attack, x\" <c@d.example>,\r\n <@e",
                "To: (",
                "From: g:",
                "Reply-To: \"",
                "Bcc: \\"
            })
    void m03HalfAMillionAddressesTakeLinearTime(String piece) throws Exception {
        String name = piece.substring(0, piece.indexOf(' ') + 1);
        String rest = piece.endsWith("\r\n") ? piece : piece.substring(name.length());
        String fields = piece.endsWith("\r\n") ? rest.repeat(5 * MANY) : name + rest.repeat(5 * MANY) + "\r\n";
        try (Imap imap = siege.server().imap(KATE)) {
            append(imap, fields + "Subject: attack\r\n\r\nattack\r\n");
            assertThat(look(imap).length()).isLessThan(8 << 20);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"name*%d=x", "name*%d*=utf-8''%%41", "n%d=\"x\"", "name*0=x", "=;"})
    void m05AHundredThousandParametersAreReadInLinearTimeAndCapped(String parameter) throws Exception {
        String parameters = times(MANY, i -> ";\r\n " + String.format(parameter, i));
        try (Imap imap = siege.server().imap(KATE)) {
            append(
                    imap,
                    "Subject: attack\r\nContent-Type: text/plain" + parameters + "\r\nContent-Disposition: attachment"
                            + parameters + "\r\n\r\nattack\r\n");
            assertThat(look(imap).length()).isLessThan(256 * 1024);
        }
    }

    static Stream<String> charsets() {
        return Stream.of(
                "UTF-7",
                "ISO-2022-CN",
                "../../x",
                "x-unknown",
                "\u0001",
                "utf-16",
                "",
                "x".repeat(400),
                "utf-8\"; x=\"");
    }

    @ParameterizedTest
    @MethodSource("charsets")
    void m07WhateverTheCharsetTheMessageCanBeSearched(String charset) throws Exception {
        String word = "=?" + charset + "?b?YXR0YWNr!garbage?=";
        assertThat(delivered(
                        "From: " + word + " <x@example.net>\r\nSubject: " + word + " =?" + charset + "?q?=41=FF=?=\r\n"
                                + "Content-Type: text/plain; charset=\"" + charset
                                + "\"\r\nContent-Transfer-Encoding: base64\r\n\r\n"
                                + "YXR0YWNr*garbage=\r\n%%%\r\n"))
                .isTrue();
        SwapUnderLoadIT.awaitEmptyQueue(siege.server());
        try (Imap imap = siege.server().imap(KATE)) {
            imap.ok("SELECT INBOX");
            assertThat(look(imap)).contains("x@example.net".replace("@", "\" \""));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"=?utf-8?q?attack?= ", "=?x-%d?q?attack?= ", "=?utf-8?b?YXR0", "=?", "=?utf-8?q?"})
    void m07EncodedWordsWithoutEndTakeLinearTime(String word) throws Exception {
        try (Imap imap = siege.server().imap(KATE)) {
            append(imap, "Subject: " + times(MANY, i -> String.format(word, i)) + "\r\n\r\nattack\r\n");
            look(imap);
        }
    }

    static Stream<String> fileNames() {
        return Stream.of(
                "../../etc/x",
                "..\\..\\x.exe",
                "C:\\x",
                "CON",
                "/etc/passwd",
                "a\u0001b",
                "=?utf-8?b?4oCucGRmLmV4ZQ==?=",
                "x".repeat(5000),
                "\\\"; filename=\\\"y");
    }

    /** No file is ever made of such a name; BODYSTRUCTURE has it as it is, and stays one answer. */
    @ParameterizedTest
    @MethodSource("fileNames")
    void m09AFileNameIsButAWord(String name) throws Exception {
        long files = files();
        try (Imap imap = siege.server().imap(KATE)) {
            append(
                    imap,
                    "Subject: attack\r\nContent-Type: application/x-attack; name=\"" + name + "\"\r\n"
                            + "Content-Disposition: attachment; filename=\"" + name + "\"\r\n\r\nattack\r\n");
            String said = look(imap);
            assertThat(said).contains("BODYSTRUCTURE", "\"x-attack\"");
            assertThat(said.lines().filter(line -> line.startsWith("* "))).hasSize(1);
        }
        assertThat(files()).isEqualTo(files);
    }

    /** Files of names that the messages give. */
    private static long files() throws IOException {
        try (Stream<Path> all = Files.walk(home)) {
            return all.map(file -> String.valueOf(file.getFileName()))
                    .filter(name ->
                            name.endsWith("exe") || name.equals("x") || name.equals("CON") || name.startsWith("xxx"))
                    .count();
        }
    }

    /** TNEF and archives in archives are octets to us: nothing unpacks them. */
    @Test
    void m09AnArchiveIsNotUnpacked() throws Exception {
        String zeros = "UEsDBBQAAAAIA" + "A".repeat(60) + "\r\n";
        long heap = siege.server().heapKib();
        String said = deliveredOrAppended("Subject: attack\r\nContent-Type: application/zip; name=42.zip\r\n"
                + "Content-Transfer-Encoding: base64\r\n\r\n" + zeros.repeat(MANY));
        assertThat(said).containsIgnoringCase("\"zip\"");
        assertThat(siege.server().heapKib() - heap).isLessThan(16 * 1024);
    }
}
