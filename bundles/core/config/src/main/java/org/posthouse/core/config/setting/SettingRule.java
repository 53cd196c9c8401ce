package org.posthouse.core.config.setting;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.osgi.service.metatype.AttributeDefinition;
import org.osgi.service.metatype.ObjectClassDefinition;
import org.posthouse.api.config.Configurations.Difference;
import org.posthouse.api.config.Configurations.Option;
import org.posthouse.api.config.Configurations.Setting;
import org.posthouse.core.config.etc.Values;

/** What one setting may be. */
public record SettingRule(AttributeDefinition definition, boolean required) {
    /** In the order they are described. */
    public static List<SettingRule> all(ObjectClassDefinition description) {
        AttributeDefinition[] must = description.getAttributeDefinitions(ObjectClassDefinition.REQUIRED);
        List<String> required = must == null
                ? List.of()
                : Arrays.stream(must).map(AttributeDefinition::getID).toList();
        return Descriptions.attributes(description).stream()
                .map(each -> new SettingRule(each, required.contains(each.getID())))
                .toList();
    }

    public static Optional<SettingRule> find(ObjectClassDefinition description, String id) {
        return all(description).stream().filter(each -> each.id().equals(id)).findFirst();
    }

    /**
     * As it is shown, with the value it has if it has one.
     *
     * @param seed what a feature gives it; that is its default then
     */
    public Setting setting(Optional<Object> value, Optional<Object> seed, Bounds bounds) {
        List<String> defaults = seed.map(SettingRule::texts).orElse(defaults());
        List<String> values = value.map(SettingRule::texts).orElse(defaults());
        return new Setting(
                id(),
                Optional.ofNullable(definition.getName()).orElse(id()),
                Optional.ofNullable(definition.getDescription()).orElse(""),
                type().word(),
                list(),
                secret(),
                secret() ? List.of() : values,
                secret() ? List.of() : defaults,
                !values.equals(defaults),
                required(),
                bounds.least(id()),
                bounds.most(id()),
                named());
    }

    private List<Option> named() {
        String[] labels = definition.getOptionLabels();
        List<Option> named = new ArrayList<>();
        for (String value : options()) {
            boolean labelled = labels != null && labels.length > named.size();
            named.add(new Option(value, labelled ? labels[named.size()] : value));
        }
        return named;
    }

    /** What differs, by setting; where nobody describes them any more all of them are taken for secrets. */
    public static List<Difference> differences(
            Optional<ObjectClassDefinition> description, Map<String, Object> before, Map<String, Object> after) {
        Set<String> settings = new TreeSet<>(before.keySet());
        settings.addAll(after.keySet());
        settings.removeIf(id -> texts(before, id).equals(texts(after, id)));
        return settings.stream()
                .map(id -> {
                    Optional<SettingRule> rule = description.flatMap(each -> find(each, id));
                    boolean secret = rule.map(SettingRule::secret).orElse(description.isEmpty());
                    return secret
                            ? new Difference(id, Optional.empty(), Optional.empty(), true)
                            : new Difference(id, texts(before, id), texts(after, id), false);
                })
                .toList();
    }

    private static Optional<List<String>> texts(Map<String, Object> values, String id) {
        return Optional.ofNullable(values.get(id)).map(SettingRule::texts);
    }

    private static List<String> texts(Object value) {
        return Values.elements(value).stream().map(Object::toString).toList();
    }

    public String id() {
        return definition.getID();
    }

    SettingType type() {
        return SettingType.of(definition.getType());
    }

    List<String> options() {
        String[] options = definition.getOptionValues();
        return options == null ? List.of() : List.of(options);
    }

    boolean secret() {
        return type() == SettingType.PASSWORD;
    }

    boolean list() {
        return definition.getCardinality() != 0;
    }

    List<String> defaults() {
        String[] defaults = definition.getDefaultValue();
        return defaults == null ? List.of() : Arrays.asList(defaults);
    }

    /** The value for Config Admin. */
    public Object value(List<String> texts) throws WrongSettingException {
        if (!list() && texts.size() != 1) {
            throw new WrongSettingException(id() + " takes one value");
        }
        int most = Math.abs(definition.getCardinality());
        if (list() && most != Integer.MAX_VALUE && most != Integer.MIN_VALUE && texts.size() > most) {
            throw new WrongSettingException(id() + " takes " + most + " values at most");
        }
        List<Object> values = new ArrayList<>();
        for (String text : texts) {
            values.add(one(text));
        }
        return list() ? values.toArray((Object[]) Array.newInstance(type().type(), 0)) : values.get(0);
    }

    /** Whether a value that is there already may be there; types may differ as long as they can be converted. */
    void check(Object value) throws WrongSettingException {
        List<Object> elements = Values.elements(value);
        if (!list() && elements.size() != 1) {
            throw new WrongSettingException(id() + " takes one value");
        }
        for (Object each : elements) {
            one(each.toString());
        }
    }

    private Object one(String text) throws WrongSettingException {
        Object value = type().read(text)
                .orElseThrow(() ->
                        new WrongSettingException(id() + " is " + type().words() + ", not '" + shown(text) + "'"));
        List<String> options = options();
        if (!options.isEmpty() && !options.contains(text)) {
            throw new WrongSettingException(
                    id() + " is one of " + String.join(", ", options) + ", not '" + shown(text) + "'");
        }
        // Metatype takes lists in one text, and does not tell its bounds: only numbers are left to its judgement.
        String judgement = value instanceof Number ? definition.validate(text.strip()) : "";
        if (judgement != null && !judgement.isEmpty()) {
            throw new WrongSettingException(id() + " must not be " + shown(text) + ", " + judgement.replace("%", ""));
        }
        return value;
    }

    private String shown(String text) {
        return secret() ? "…" : text;
    }
}
