package io.tailrace.deploy;

import io.tailrace.control.compile.EndpointSettings;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * How Services come to endpoints.
 *
 * <p>Thread: main.
 */
final class EndpointOptions {
    static final String NODE_NAME = "NODE_NAME";

    @Option(
            names = "--node-name",
            paramLabel = "NAME",
            description =
                    "The node that it runs on, for hints of EndpointSlices."
                            + " Default: $NODE_NAME, if set.")
    private @Nullable String node;

    @Option(
            names = "--node-zone",
            paramLabel = "ZONE",
            description = "The zone of the node, for hints of EndpointSlices. Default: not known.")
    private String zone = "";

    @Option(
            names = "--service-upstream",
            paramLabel = "on|off",
            defaultValue = "off",
            converter = Switch.Converter.class,
            description =
                    "Requests go to the cluster IP of Services where an Ingress does not say."
                            + " Default: ${DEFAULT-VALUE}")
    private Switch serviceUpstream = Switch.OFF;

    @Option(
            names = "--external-names",
            paramLabel = "on|off",
            defaultValue = "off",
            converter = Switch.Converter.class,
            description = "Services of type ExternalName are served. Default: ${DEFAULT-VALUE}")
    private Switch externalNames = Switch.OFF;

    @Option(
            names = "--allow-local-endpoints",
            paramLabel = "on|off",
            converter = Switch.Converter.class,
            description =
                    "Requests may go to loopback, link-local and metadata addresses."
                            + " Default: on with --manifests, else off")
    private @Nullable Switch allowLocal;

    /**
     * @param standalone there is no cluster
     */
    EndpointSettings settings(boolean standalone, Map<String, String> environment) {
        return new EndpointSettings(
                node == null ? environment.getOrDefault(NODE_NAME, "") : node,
                zone,
                serviceUpstream == Switch.ON,
                allowLocal == null ? standalone : allowLocal == Switch.ON,
                externalNames == Switch.ON);
    }
}
