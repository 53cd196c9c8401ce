package org.posthouse.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The documentation says what is there. */
final class DocsIT {
    private static final Pattern LINK = Pattern.compile("\\]\\((?!https?:|#)([^)#]+)");
    private static final Pattern CODE = Pattern.compile("(?s)```(?:java|xml)\n(.*?)```");

    @Test
    void everyLinkLeadsSomewhere() throws IOException {
        List<String> dead = new ArrayList<>();
        for (Path page : pages()) {
            for (Matcher link = LINK.matcher(Files.readString(page)); link.find(); ) {
                if (!Files.exists(page.resolveSibling(link.group(1)))) {
                    dead.add(page + " -> " + link.group(1));
                }
            }
        }
        assertThat(dead).isEmpty();
    }

    @Test
    void theCodeInAddingAPlugInIsTheExampleThatIsBuilt() throws IOException {
        String page = Files.readString(Tree.ROOT.resolve("docs/adding-a-plugin.md"));
        List<String> sources = new ArrayList<>();
        try (Stream<Path> files = Files.walk(Tree.ROOT.resolve("test-bundles/example-filter"))) {
            for (Path file : files.filter(f -> f.toString().matches(".*/(src/main/.*\\.java|pom\\.xml)")
                            && !f.toString().contains("/target/"))
                    .toList()) {
                sources.add(Files.readString(file));
            }
        }
        int shown = 0;
        for (Matcher code = CODE.matcher(page); code.find(); shown++) {
            String text = code.group(1).strip();
            assertThat(sources).as(text).anySatisfy(source -> assertThat(source).contains(text));
        }
        assertThat(shown).isPositive();
    }

    @Test
    void theCodeAndTheTestsInAddingAStoreAreThere() throws IOException {
        String page = Files.readString(Tree.ROOT.resolve("docs/adding-a-store.md"));
        List<String> sources = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (String folder : List.of(
                "bundles/store", "bundles/lib/store", "bundles/lib/segments", "bundles/api", "test-bundles/tck")) {
            try (Stream<Path> files = Files.walk(Tree.ROOT.resolve(folder))) {
                for (Path file : files.filter(f -> f.toString().matches(".*/src/.*\\.java"))
                        .toList()) {
                    sources.add(Files.readString(file));
                    names.add(file.getFileName().toString().replace(".java", ""));
                }
            }
        }
        for (Matcher code = CODE.matcher(page); code.find(); ) {
            String text = code.group(1).strip();
            assertThat(sources).as(text).anySatisfy(source -> assertThat(source).contains(text));
        }
        List<String> named = new ArrayList<>();
        for (Matcher test = Pattern.compile("-Dtest=([\\w,]+)").matcher(page); test.find(); ) {
            named.addAll(List.of(test.group(1).split(",")));
        }
        for (Matcher type = Pattern.compile("`([A-Z]\\w*(?:Contract|Pace|Care|Watch|Bit|Check|Folder))`")
                        .matcher(page);
                type.find(); ) {
            named.add(type.group(1));
        }
        assertThat(named).hasSizeGreaterThan(8);
        assertThat(names).containsAll(named);
    }

    private static List<Path> pages() throws IOException {
        List<Path> pages = new ArrayList<>(List.of(Tree.ROOT.resolve("README.md"), Tree.ROOT.resolve("CHANGELOG.md")));
        try (Stream<Path> files = Files.walk(Tree.ROOT.resolve("docs"))) {
            files.filter(f -> f.toString().endsWith(".md")).forEach(pages::add);
        }
        return pages;
    }
}
