package org.posthouse.lib.mime;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a part's header says it is, RFC 2045 §5.2: without a type that can be read it is plain text, in a digest a message. */
record PartHeader(
        String type,
        String subtype,
        List<Parameter> parameters,
        String encoding,
        Optional<Disposition> disposition,
        List<String> languages) {
    static final PartHeader NONE = new PartHeader(
            "text", "plain", List.of(new Parameter("charset", "us-ascii")), "7bit", Optional.empty(), List.of());

    private static final int MAX_LANGUAGES = 50;

    static PartHeader of(KeptFields fields, boolean inDigest) {
        PartHeader base = inDigest ? NONE.as("message", "rfc822", List.of()) : NONE;
        Optional<MimeField> sent = fields.value("content-type").map(MimeField::parse);
        if (sent.isPresent()) {
            String value = sent.get().value();
            int slash = value.indexOf('/');
            String type = slash < 0 ? "" : value.substring(0, slash).strip();
            String subtype = slash < 0 ? "" : value.substring(slash + 1).strip();
            base = token(type) && token(subtype)
                    ? NONE.as(type, subtype, ParameterValues.join(sent.get().parameters()))
                    : NONE;
        }
        return new PartHeader(
                base.type,
                base.subtype,
                base.parameters,
                encoding(fields),
                fields.value("content-disposition").flatMap(PartHeader::disposition),
                fields.value("content-language").map(PartHeader::languages).orElse(List.of()));
    }

    private PartHeader as(String newType, String newSubtype, List<Parameter> newParameters) {
        return new PartHeader(newType, newSubtype, newParameters, encoding, disposition, languages);
    }

    private static String encoding(KeptFields fields) {
        String value = fields.value("content-transfer-encoding")
                .map(body -> MimeField.parse(body).value())
                .orElse("");
        return token(value) ? value : NONE.encoding;
    }

    private static Optional<Disposition> disposition(String body) {
        MimeField field = MimeField.parse(body);
        return field.value().isEmpty()
                ? Optional.empty()
                : Optional.of(new Disposition(field.value(), ParameterValues.join(field.parameters())));
    }

    private static List<String> languages(String body) {
        List<String> found = new ArrayList<>();
        for (String tag : MimeField.parse(body).value().split(",", MAX_LANGUAGES)) {
            if (!tag.isBlank()) {
                found.add(tag.strip());
            }
        }
        return found;
    }

    /** Whether it is a container: multipart or an embedded message. */
    boolean promisesParts() {
        return type.equalsIgnoreCase("multipart")
                || (type.equalsIgnoreCase("message") && subtype.equalsIgnoreCase("rfc822"));
    }

    /** An embedded message that can be read as it is, without a transfer encoding, RFC 2046 §5.2.1. */
    boolean isPlainMessage() {
        return type.equalsIgnoreCase("message")
                && subtype.equalsIgnoreCase("rfc822")
                && !encoding.equalsIgnoreCase("base64")
                && !encoding.equalsIgnoreCase("quoted-printable");
    }

    String boundary() {
        return parameters.stream()
                .filter(parameter -> parameter.name().equalsIgnoreCase("boundary"))
                .map(Parameter::value)
                .findFirst()
                .orElse("");
    }

    /** A token, RFC 2045 §5.1, of at most 127 characters, RFC 6838 §4.2. */
    private static boolean token(String value) {
        return !value.isEmpty()
                && value.length() <= 127
                && value.chars().allMatch(c -> c > 0x20 && c < 0x7f && "()<>@,;:\\\"/[]?=".indexOf(c) < 0);
    }
}
