package io.tailrace.deploy;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tailrace.core.exchange.Fault;
import io.tailrace.http.Malformed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** What users are told lists what there is. */
final class DocumentationTest {
    private static final Path DOCS = Path.of(System.getProperty("basedir", "."), "docs");

    @Test
    void shouldListEveryReasonWhenAnAnswerCanCarryIt() throws IOException {
        String text = Files.readString(DOCS.resolve("requests.md"));
        for (String reason : Fault.reasons()) {
            assertTrue(text.contains("\n| `" + reason + "` | "), reason);
        }
        for (Malformed refused : Malformed.values()) {
            String row =
                    "| `%s` | %d | %s |\n"
                            .formatted(refused.reason(), refused.status(), refused.rfc());
            assertTrue(text.contains(row), row);
        }
    }

    @Test
    void shouldListEveryOptionWhenACommandHasIt() throws IOException {
        String text = Files.readString(DOCS.resolve("command-line.md"));
        for (CommandLine command : Tailrace.commandLine().getSubcommands().values()) {
            for (OptionSpec option : command.getCommandSpec().options()) {
                if (!option.usageHelp() && !option.versionHelp()) {
                    String row = "\n| `" + option.longestName();
                    assertTrue(text.contains(row), command.getCommandName() + row);
                }
            }
        }
    }

    @Test
    void shouldLinkToAPageWhenTheReadmeNamesOne() throws IOException {
        String readme = Files.readString(DOCS.resolve("../../README.md"));
        for (String page :
                List.of(
                        "standalone",
                        "requests",
                        "annotations",
                        "cluster",
                        "tls",
                        "cluster",
                        "operations",
                        "metrics",
                        "command-line")) {
            assertTrue(readme.contains("(deploy/docs/" + page + ".md)"), page);
            assertTrue(Files.exists(DOCS.resolve(page + ".md")), page);
        }
    }
}
