package io.tailrace.deploy;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** Values beyond either end of what an option takes. */
final class OptionRangesTest {
    @CommandLine.Command(name = "options")
    private static final class Options {
        @CommandLine.Mixin TimeoutOptions timeouts = new TimeoutOptions();
        @CommandLine.Mixin LimitOptions limits = new LimitOptions();
    }

    private static Options parse(String argument) {
        Options options = new Options();
        new CommandLine(options).parseArgs(argument);
        return options;
    }

    @ParameterizedTest
    @CsvSource({
        "--max-target-size=63B, 64 to 32768",
        "--max-target-size=33KiB, 64 to 32768",
        "--max-head-size=1023B, 1024 to 61440",
        "--max-head-size=61KiB, 1024 to 61440",
        "--max-fields=7, 8 to 1024",
        "--max-fields=1025, 8 to 1024",
        "--max-connections=0, from 1",
        "--max-connections-per-ip=0, from 1",
        "--max-requests-per-endpoint=0, from 1"
    })
    void shouldNameTheRangeWhenALimitIsOutOfIt(String argument, String range) {
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> parse(argument).limits.limits());
        assertTrue(String.valueOf(e.getMessage()).contains(range), e::toString);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--proxy-header-timeout",
                "--tls-handshake-timeout",
                "--request-head-timeout",
                "--request-body-timeout",
                "--idle-timeout",
                "--connect-timeout",
                "--upstream-idle-timeout",
                "--response-head-timeout",
                "--response-body-timeout",
                "--write-timeout",
                "--tunnel-idle-timeout",
                "--linger-timeout",
                "--drain-timeout"
            })
    void shouldNameTheRangeWhenATimeIsOutOfIt(String option) {
        for (String value : new String[] {"0ms", "25h"}) {
            ParameterException e =
                    assertThrows(
                            ParameterException.class,
                            () -> parse(option + "=" + value).timeouts.timeouts());
            assertTrue(String.valueOf(e.getMessage()).contains("24h"), e::toString);
        }
    }
}
