package org.posthouse.core.config.setting;

import java.util.Arrays;
import java.util.Optional;
import org.osgi.service.metatype.AttributeDefinition;

/** Types of settings, as Metatype numbers them and as people say them. */
enum SettingType {
    TEXT(AttributeDefinition.STRING, String.class, "text", "text"),
    PASSWORD(AttributeDefinition.PASSWORD, String.class, "password", "a password"),
    INTEGER(AttributeDefinition.INTEGER, Integer.class, "integer", "a whole number"),
    LONG(AttributeDefinition.LONG, Long.class, "integer", "a whole number"),
    SHORT(AttributeDefinition.SHORT, Short.class, "integer", "a whole number"),
    BYTE(AttributeDefinition.BYTE, Byte.class, "integer", "a whole number"),
    DOUBLE(AttributeDefinition.DOUBLE, Double.class, "decimal", "a number"),
    FLOAT(AttributeDefinition.FLOAT, Float.class, "decimal", "a number"),
    BOOLEAN(AttributeDefinition.BOOLEAN, Boolean.class, "boolean", "true or false"),
    CHARACTER(AttributeDefinition.CHARACTER, Character.class, "character", "one character");

    private final int number;
    private final Class<?> type;
    private final String word;
    private final String words;

    SettingType(int number, Class<?> type, String word, String words) {
        this.number = number;
        this.type = type;
        this.word = word;
        this.words = words;
    }

    /** Text if it is none of ours. */
    static SettingType of(int number) {
        return Arrays.stream(values())
                .filter(each -> each.number == number)
                .findFirst()
                .orElse(TEXT);
    }

    Class<?> type() {
        return type;
    }

    /** For programs. */
    String word() {
        return word;
    }

    /** For people. */
    String words() {
        return words;
    }

    /** Empty if the text says nothing of this type. */
    Optional<Object> read(String text) {
        try {
            return Optional.of(value(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private Object value(String text) {
        String bare = text.strip();
        return switch (this) {
            case TEXT, PASSWORD -> text;
            case INTEGER -> Integer.valueOf(bare);
            case LONG -> Long.valueOf(bare);
            case SHORT -> Short.valueOf(bare);
            case BYTE -> Byte.valueOf(bare);
            case DOUBLE -> Double.valueOf(bare);
            case FLOAT -> Float.valueOf(bare);
            case BOOLEAN -> truth(bare);
            case CHARACTER -> character(text);
        };
    }

    private static Object truth(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException(text);
        };
    }

    private static Object character(String text) {
        if (text.length() != 1) {
            throw new IllegalArgumentException(text);
        }
        return text.charAt(0);
    }
}
