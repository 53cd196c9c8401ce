package org.posthouse.system;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The blocks of commands in docs/clients.md, with the ports of a server under test in the place of those of {@code distro/run}. */
final class Recipes {
    private static final Pattern BLOCK = Pattern.compile("(?s)```sh\n(.*?)```");
    private static final Pattern PORT = Pattern.compile("\\b10(\\d{3})\\b");

    private Recipes() {}

    static List<String> of(Server server) throws IOException {
        String page = Files.readString(Distribution.tree().resolve("docs/clients.md"));
        return BLOCK.matcher(page)
                .results()
                .map(block -> PORT.matcher(block.group(1))
                        .replaceAll(port -> Matcher.quoteReplacement(
                                Integer.toString(server.port(Integer.parseInt(port.group(1)))))))
                .toList();
    }
}
