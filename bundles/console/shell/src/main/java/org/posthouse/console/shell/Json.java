package org.posthouse.console.shell;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Answers as JSON: maps, lists, texts, numbers, truth values; optional values are themselves or null; the rest is its text. */
final class Json {
    private static final JsonFactory FACTORY = new JsonFactoryBuilder()
            .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
            .characterEscapes(new JsonEscapes())
            .build();

    private Json() {}

    /** One document on lines of its own, written as it is made: what is long is never there as a whole. */
    static void print(Object value, OutputStream out) throws IOException {
        try (JsonGenerator generator = FACTORY.createGenerator(out).disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)) {
            generator.useDefaultPrettyPrinter();
            write(generator, value);
            generator.writeRaw('\n');
        }
        out.flush();
    }

    /** One line, without any blanks, and its end. */
    static String line(Object value) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator generator = FACTORY.createGenerator(text)) {
            write(generator, value);
        }
        return text + "\n";
    }

    private static void write(JsonGenerator generator, Object value) throws IOException {
        if (value instanceof Map<?, ?> map) {
            generator.writeStartObject();
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                generator.writeFieldName(entry.getKey().toString());
                write(generator, entry.getValue());
            }
            generator.writeEndObject();
        } else if (value instanceof Path path) {
            // A path is a list of its own parts, without end.
            generator.writeString(path.toString());
        } else if (value instanceof Iterable<?> list) {
            generator.writeStartArray();
            for (Object each : list) {
                write(generator, each);
            }
            generator.writeEndArray();
        } else if (value instanceof Optional<?> optional) {
            write(generator, optional.isPresent() ? optional.get() : Nothing.NOTHING);
        } else if (value instanceof OptionalLong optional) {
            write(generator, optional.isPresent() ? (Object) optional.getAsLong() : Nothing.NOTHING);
        } else if (value instanceof Boolean truth) {
            generator.writeBoolean(truth);
        } else if (value instanceof Integer || value instanceof Long) {
            generator.writeNumber(((Number) value).longValue());
        } else if (value instanceof Number number) {
            generator.writeNumber(number.doubleValue());
        } else if (value == Nothing.NOTHING) {
            generator.writeNull();
        } else {
            generator.writeString(value.toString());
        }
    }

    private enum Nothing {
        NOTHING
    }
}
