package io.tailrace.deploy;

import io.tailrace.core.config.Cidr;
import io.tailrace.core.config.Limits;
import java.util.List;
import picocli.CommandLine.Option;

/**
 * How much is taken from peers, and whose word counts. Sizes are written 512B, 32KiB or 10MiB.
 *
 * <p>Thread: main.
 */
final class LimitOptions {
    @Option(
            names = "--max-target-size",
            paramLabel = "SIZE",
            defaultValue = "8KiB",
            converter = SizeConverter.class,
            description = "A request target, 64B to 32KiB. Default: ${DEFAULT-VALUE}")
    private long targetBytes;

    @Option(
            names = "--max-head-size",
            paramLabel = "SIZE",
            defaultValue = "32KiB",
            converter = SizeConverter.class,
            description =
                    "A request head, 1KiB to 60KiB, with --https to 48KiB. Default: ${DEFAULT-VALUE}")
    private long headBytes;

    @Option(
            names = "--max-fields",
            paramLabel = "N",
            defaultValue = "128",
            description = "Fields of a request head, 8 to 1024. Default: ${DEFAULT-VALUE}")
    private int fields;

    @Option(
            names = "--max-trailer-size",
            paramLabel = "SIZE",
            defaultValue = "8KiB",
            converter = SizeConverter.class,
            description = "A trailer section, 64B to 32KiB. Default: ${DEFAULT-VALUE}")
    private long trailerBytes;

    @Option(
            names = "--max-chunk-extension-size",
            paramLabel = "SIZE",
            defaultValue = "256B",
            converter = SizeConverter.class,
            description =
                    "The extensions of one chunk line, 0B to 32KiB. Default: ${DEFAULT-VALUE}")
    private long chunkExtensionBytes;

    @Option(
            names = "--max-chunk-extension-total",
            paramLabel = "SIZE",
            defaultValue = "4KiB",
            converter = SizeConverter.class,
            description = "All chunk extensions of a body. Default: ${DEFAULT-VALUE}")
    private long chunkExtensionTotal;

    @Option(
            names = "--max-body-size",
            paramLabel = "SIZE",
            converter = SizeConverter.class,
            description = "A request body. Default: no limit")
    private long bodyBytes = Long.MAX_VALUE;

    @Option(
            names = "--max-connections",
            paramLabel = "N",
            description =
                    "Clients' connections: near it the longest idle ones close, at it accepting pauses. Default: half of the descriptors that the process may have")
    private int connections = DescriptorLimit.connections();

    @Option(
            names = "--max-connections-per-ip",
            paramLabel = "N",
            description = "Connections of one client address (IPv6: of one /64). Default: no limit")
    private int connectionsPerAddress = Integer.MAX_VALUE;

    @Option(
            names = "--max-requests-per-endpoint",
            paramLabel = "N",
            description =
                    "Requests in flight to one pod; each core enforces its share. Default: no limit")
    private int requestsPerEndpoint = Integer.MAX_VALUE;

    @Option(
            names = "--trusted-cidr",
            paramLabel = "CIDR",
            converter = CidrConverter.class,
            description =
                    "Peers whose forwarded fields and PROXY headers are believed, as 10.0.0.0/8; may be"
                            + " given several times. Default: none")
    private List<Cidr> trusted = List.of();

    List<Cidr> trusted() {
        return trusted;
    }

    /**
     * The limits.
     *
     * @throws IllegalArgumentException naming the value and its range
     */
    Limits limits() {
        return new Limits(
                clamped(targetBytes),
                clamped(headBytes),
                fields,
                clamped(trailerBytes),
                clamped(chunkExtensionBytes),
                clamped(chunkExtensionTotal),
                bodyBytes,
                connections,
                connectionsPerAddress,
                requestsPerEndpoint);
    }

    private static int clamped(long bytes) {
        return (int) Math.min(bytes, Integer.MAX_VALUE);
    }
}
