package io.tailrace.http;

import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Messages that are nearly like known ones: bytes changed, taken out, put in, doubled, and two
 * messages joined somewhere in the middle.
 *
 * <p>Thread: any, one at a time.
 */
final class Mutations {
    private static final List<String> SCRAPS =
            List.of(
                    "\\r\\n",
                    "\\r",
                    "\\n",
                    "\\r\\n\\r\\n",
                    "\\0",
                    "\\t",
                    " ",
                    "\\x7f",
                    "\\x80",
                    "\\xff",
                    ":",
                    ";",
                    ",",
                    "/",
                    "/..",
                    "/../",
                    "/.",
                    "/%2e%2e",
                    "%2E",
                    "%61",
                    "%00",
                    "%",
                    "..;",
                    "?",
                    "#",
                    "@",
                    "*",
                    "0",
                    "1",
                    "5",
                    "f",
                    "\\\"",
                    "=",
                    "close",
                    "chunked",
                    "HTTP/1.0",
                    "HTTP/1.1",
                    "OPTIONS",
                    "http://h",
                    "https://H.:443",
                    "[::1]",
                    "[::1.2.3.4]",
                    "Host: h\\r\\n",
                    "Content-Length: 5\\r\\n",
                    "Content-Length: 0\\r\\n",
                    "Transfer-Encoding: chunked\\r\\n",
                    "Connection: close\\r\\n",
                    "Connection: foo, host\\r\\n",
                    "Connection: keep-alive, Upgrade\\r\\n",
                    "Upgrade: websocket\\r\\n",
                    "Upgrade: h2c\\r\\n",
                    "Expect: 100-continue\\r\\n",
                    "TE: trailers\\r\\n",
                    "Proxy: x\\r\\n",
                    "X-Request-ID: a\\r\\n",
                    "X_Forwarded_For: a\\r\\n",
                    "Foo: bar\\r\\n",
                    "0\\r\\n\\r\\n",
                    "5\\r\\nhello\\r\\n",
                    ";a=\\x22b\\x22",
                    "HTTP/1.1 204 No Content\\r\\n",
                    "HTTP/1.1 304 X\\r\\n");

    private final Random random;
    private final List<byte[]> seeds;
    private final List<byte[]> scraps;

    Mutations(Random random, List<byte[]> seeds) {
        this.random = random;
        this.seeds = seeds;
        scraps = SCRAPS.stream().map(s -> Wire.bytes(s.replace("\\\"", "\""))).toList();
    }

    byte[] next() {
        byte[] wire = pick(seeds).clone();
        int changes = 1 + random.nextInt(3) / 2 * (1 + random.nextInt(3));
        for (int i = 0; i < changes; i++) {
            wire = change(wire);
        }
        return wire;
    }

    /** A place to cut a message at. */
    int cut(int length) {
        return random.nextInt(length + 1);
    }

    /** The start of the line that a chance place lies in: where a line fits in. */
    private int lineStart(byte[] wire) {
        int at = cut(wire.length);
        while (at > 0 && wire[at - 1] != '\n') {
            at--;
        }
        return at;
    }

    private byte[] pick(List<byte[]> from) {
        return from.get(random.nextInt(from.size()));
    }

    private byte[] change(byte[] wire) {
        int at = random.nextInt(3) == 0 ? lineStart(wire) : cut(wire.length);
        int end = at + random.nextInt(Math.min(12, wire.length - at) + 1);
        return switch (random.nextInt(7)) {
            case 0 -> replace(wire, at, at, pick(scraps));
            case 1 -> replace(wire, at, end, pick(scraps));
            case 2 -> replace(wire, at, end, new byte[0]);
            case 3 -> replace(wire, at, at, Arrays.copyOfRange(wire, at, end));
            case 4 -> replace(wire, at, at, new byte[] {(byte) random.nextInt(256)});
            case 5 -> join(wire, at);
            default -> flip(wire, at);
        };
    }

    private static byte[] replace(byte[] wire, int from, int to, byte[] by) {
        byte[] changed = Arrays.copyOf(wire, wire.length - (to - from) + by.length);
        System.arraycopy(by, 0, changed, from, by.length);
        System.arraycopy(wire, to, changed, from + by.length, wire.length - to);
        return changed;
    }

    private byte[] join(byte[] wire, int at) {
        byte[] other = pick(seeds);
        int from = cut(other.length);
        return replace(wire, at, wire.length, Arrays.copyOfRange(other, from, other.length));
    }

    private byte[] flip(byte[] wire, int at) {
        byte[] changed = wire.clone();
        if (at < changed.length) {
            changed[at] ^= (byte) (1 << random.nextInt(8));
        }
        return changed;
    }
}
