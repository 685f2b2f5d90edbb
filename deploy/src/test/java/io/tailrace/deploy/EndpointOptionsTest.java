package io.tailrace.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tailrace.control.compile.EndpointSettings;
import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

final class EndpointOptionsTest {
    @CommandLine.Command(name = "options")
    private static final class Options {
        @CommandLine.Mixin EndpointOptions endpoints = new EndpointOptions();
    }

    private static EndpointOptions parse(String... arguments) {
        Options options = new Options();
        new CommandLine(options).parseArgs(arguments);
        return options.endpoints;
    }

    @Test
    void shouldAllowLocalEndpointsOnlyWithoutAClusterWhenNothingIsStated() {
        assertEquals(EndpointSettings.STANDALONE, parse().settings(true, Map.of()));
        assertEquals(EndpointSettings.CLUSTER, parse().settings(false, Map.of()));
    }

    @Test
    void shouldAllowLocalEndpointsAsStated() {
        assertEquals(
                EndpointSettings.STANDALONE,
                parse("--allow-local-endpoints=on").settings(false, Map.of()));
        assertEquals(
                EndpointSettings.CLUSTER,
                parse("--allow-local-endpoints=off").settings(true, Map.of()));
    }

    @Test
    void shouldTakeTheNodeOfTheEnvironmentWhenNoneIsStated() {
        Map<String, String> environment = Map.of("NODE_NAME", "n1");
        assertEquals("n1", parse().settings(false, environment).node());
        assertEquals("n2", parse("--node-name=n2").settings(false, environment).node());
    }

    @Test
    void shouldTakeWhatIsStated() {
        assertEquals(
                new EndpointSettings("n", "z", true, false, true),
                parse(
                                "--node-name=n",
                                "--node-zone=z",
                                "--service-upstream=on",
                                "--external-names=on")
                        .settings(false, Map.of()));
        assertThrows(ParameterException.class, () -> parse("--service-upstream=yes"));
    }
}
