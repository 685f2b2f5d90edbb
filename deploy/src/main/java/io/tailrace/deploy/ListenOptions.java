package io.tailrace.deploy;

import io.tailrace.core.config.ListenAddress;
import io.tailrace.core.config.ProxyProtocol;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/**
 * Where to listen, and how connections begin there.
 *
 * <p>Thread: main.
 */
final class ListenOptions {
    @Option(
            names = "--http",
            paramLabel = "ADDR:PORT[,proxy-protocol=MODE]",
            defaultValue = "0.0.0.0:8080",
            converter = ListenConverter.class,
            description = {
                "Where to listen for HTTP; may be given several times. Port 0: any free one.",
                "Default: ${DEFAULT-VALUE}"
            })
    private List<ListenConverter.Listen> http = List.of();

    @Option(
            names = "--https",
            paramLabel = "ADDR:PORT[,proxy-protocol=MODE]",
            converter = ListenConverter.class,
            description =
                    "Where to listen for HTTP over TLS; may be given several times. Default: nowhere")
    private List<ListenConverter.Listen> https = List.of();

    @Option(
            names = "--proxy-protocol",
            paramLabel = "MODE",
            defaultValue = "off",
            converter = ListenConverter.ModeConverter.class,
            description = {
                "The load balancer's PROXY header (version 1 or 2) before each connection: off, optional or"
                        + " required; for each --http and --https that does not say otherwise. Only --trusted-cidr peers"
                        + " may send it. Default: ${DEFAULT-VALUE}"
            })
    private ProxyProtocol proxyProtocol = ProxyProtocol.OFF;

    /** Those for plain HTTP first. */
    List<ListenAddress> all() {
        return Stream.concat(
                        http.stream().map(listen -> listen.or(proxyProtocol, false)),
                        https.stream().map(listen -> listen.or(proxyProtocol, true)))
                .toList();
    }
}
