package io.tailrace.core.config;

/**
 * How much of anything a core takes from its peers.
 *
 * <p>Thread: any (immutable).
 *
 * @param targetBytes of a request target, 64 to 32,768
 * @param headBytes of a request head, 1,024 to 61,440
 * @param fields of a request head, 8 to 1,024
 * @param trailerBytes of a trailer section, 64 to 32,768
 * @param chunkExtensionBytes of the extensions of one chunk line, 0 to 32,768
 * @param chunkExtensionTotal of all chunk extensions of a body, from 0
 * @param bodyBytes of a request body, from 0
 * @param connections open downstream connections of the process, from 1
 * @param connectionsPerAddress of one client address (IPv6: one /64), from 1
 * @param requestsPerEndpoint in flight to one endpoint, from 1; each core enforces its share
 */
public record Limits(
        int targetBytes,
        int headBytes,
        int fields,
        int trailerBytes,
        int chunkExtensionBytes,
        int chunkExtensionTotal,
        long bodyBytes,
        int connections,
        int connectionsPerAddress,
        int requestsPerEndpoint) {

    public Limits {
        check("target bytes", targetBytes, 64, 32_768);
        check("head bytes", headBytes, 1_024, 61_440);
        check("fields", fields, 8, 1_024);
        check("trailer bytes", trailerBytes, 64, 32_768);
        check("chunk extension bytes", chunkExtensionBytes, 0, 32_768);
        check("chunk extension total", chunkExtensionTotal, 0, Integer.MAX_VALUE);
        check("body bytes", bodyBytes, 0, Long.MAX_VALUE);
        check("connections", connections, 1, Integer.MAX_VALUE);
        check("connections per address", connectionsPerAddress, 1, Integer.MAX_VALUE);
        check("requests per endpoint", requestsPerEndpoint, 1, Integer.MAX_VALUE);
    }

    /** The documented defaults; what has none is not limited. */
    public static Limits defaults() {
        return new Limits(
                8 * 1024,
                32 * 1024,
                128,
                8 * 1024,
                256,
                4 * 1024,
                Long.MAX_VALUE,
                Integer.MAX_VALUE,
                Integer.MAX_VALUE,
                Integer.MAX_VALUE);
    }

    private static void check(String name, long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    name + " of " + value + ": from " + least + " to " + most);
        }
    }
}
