package io.tailrace.deploy;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * Which rules come into force, and who may say so.
 *
 * <p>Thread: main.
 */
final class ControlOptions {
    @Option(
            names = "--control-socket",
            paramLabel = "PATH",
            description =
                    "Unix socket for tailrace ctl; others must not be able to write its folder."
                            + " Default: none.")
    private @Nullable Path socket;

    @Option(
            names = "--guard",
            paramLabel = "on|off",
            defaultValue = "on",
            converter = Switch.Converter.class,
            description =
                    "Hold removals back when more than half of more than 20 rules would go at once."
                            + " Default: ${DEFAULT-VALUE}")
    private Switch guard = Switch.ON;

    @Nullable Path socket() {
        return socket;
    }

    boolean guarded() {
        return guard == Switch.ON;
    }
}
