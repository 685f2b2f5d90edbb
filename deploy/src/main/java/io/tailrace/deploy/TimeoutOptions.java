package io.tailrace.deploy;

import io.tailrace.core.config.Timeouts;
import java.time.Duration;
import picocli.CommandLine.Option;

/**
 * How long peers are waited for. Times are written 500ms, 3s, 5m or 1h.
 *
 * <p>Thread: main.
 */
final class TimeoutOptions {
    @Option(
            names = "--proxy-header-timeout",
            paramLabel = "TIME",
            defaultValue = "2s",
            converter = DurationConverter.class,
            description =
                    "The PROXY header, in total, where one may come. Default: ${DEFAULT-VALUE}")
    private Duration proxyHeader = Duration.ZERO;

    @Option(
            names = "--tls-handshake-timeout",
            paramLabel = "TIME",
            defaultValue = "5s",
            converter = DurationConverter.class,
            description =
                    "The TLS handshake, in total, from the accept; with pods, from the end of the connect. Default: ${DEFAULT-VALUE}")
    private Duration tlsHandshake = Duration.ZERO;

    @Option(
            names = "--request-head-timeout",
            paramLabel = "TIME",
            defaultValue = "10s",
            converter = DurationConverter.class,
            description =
                    "The request head, in total: from the accept (over TLS, from the end of the handshake), on a kept connection from its first byte. Default: ${DEFAULT-VALUE}")
    private Duration requestHead = Duration.ZERO;

    @Option(
            names = "--request-body-timeout",
            paramLabel = "TIME",
            defaultValue = "60s",
            converter = DurationConverter.class,
            description = "Between two pieces of a request body. Default: ${DEFAULT-VALUE}")
    private Duration requestBodyGap = Duration.ZERO;

    @Option(
            names = "--idle-timeout",
            paramLabel = "TIME",
            defaultValue = "75s",
            converter = DurationConverter.class,
            description = "A client's connection between two requests. Default: ${DEFAULT-VALUE}")
    private Duration idle = Duration.ZERO;

    @Option(
            names = "--connect-timeout",
            paramLabel = "TIME",
            defaultValue = "2s",
            converter = DurationConverter.class,
            description = "Connecting to a pod, per attempt. Default: ${DEFAULT-VALUE}")
    private Duration connect = Duration.ZERO;

    @Option(
            names = "--upstream-idle-timeout",
            paramLabel = "TIME",
            defaultValue = "30s",
            converter = DurationConverter.class,
            description = "An unused connection to a pod. Default: ${DEFAULT-VALUE}")
    private Duration upstreamIdle = Duration.ZERO;

    @Option(
            names = "--response-head-timeout",
            paramLabel = "TIME",
            defaultValue = "60s",
            converter = DurationConverter.class,
            description =
                    "The head of a pod's answer, from the end of the request. Default: ${DEFAULT-VALUE}")
    private Duration responseHead = Duration.ZERO;

    @Option(
            names = "--response-body-timeout",
            paramLabel = "TIME",
            defaultValue = "60s",
            converter = DurationConverter.class,
            description = "Between two pieces of a pod's answer. Default: ${DEFAULT-VALUE}")
    private Duration responseBodyGap = Duration.ZERO;

    @Option(
            names = "--write-timeout",
            paramLabel = "TIME",
            defaultValue = "60s",
            converter = DurationConverter.class,
            description =
                    "While a peer takes no byte of what is there for it. Default: ${DEFAULT-VALUE}")
    private Duration writeStall = Duration.ZERO;

    @Option(
            names = "--tunnel-idle-timeout",
            paramLabel = "TIME",
            defaultValue = "1h",
            converter = DurationConverter.class,
            description = "While no byte passes an upgraded connection. Default: ${DEFAULT-VALUE}")
    private Duration tunnelIdle = Duration.ZERO;

    @Option(
            names = "--exchange-timeout",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description =
                    "A whole exchange, from the end of the request head; not tunnels. Default: none")
    private Duration exchange = Duration.ZERO;

    @Option(
            names = "--max-connection-age",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description =
                    "After it, a tenth more or less, a client's connection closes with its next response."
                            + " Default: none")
    private Duration connectionAge = Duration.ZERO;

    @Option(
            names = "--linger-timeout",
            paramLabel = "TIME",
            defaultValue = "1s",
            converter = DurationConverter.class,
            description =
                    "Discarding input before a refused connection closes. Default: ${DEFAULT-VALUE}")
    private Duration linger = Duration.ZERO;

    @Option(
            names = "--drain-timeout",
            paramLabel = "TIME",
            defaultValue = "30s",
            converter = DurationConverter.class,
            description = "Finishing what is in flight after SIGTERM. Default: ${DEFAULT-VALUE}")
    private Duration drain = Duration.ZERO;

    Duration drain() {
        return drain;
    }

    Timeouts timeouts() {
        return new Timeouts(
                proxyHeader,
                tlsHandshake,
                requestHead,
                requestBodyGap,
                idle,
                connect,
                upstreamIdle,
                responseHead,
                responseBodyGap,
                writeStall,
                tunnelIdle,
                exchange,
                connectionAge,
                linger);
    }
}
