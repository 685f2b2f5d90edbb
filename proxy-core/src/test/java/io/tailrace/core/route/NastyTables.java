package io.tailrace.core.route;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Random decision tables and requests that lie close to each other: hosts that are each other's
 * parents and wildcards, labels of full length, paths that are each other's prefixes, empty
 * elements, slashes at the end, encoded bytes. Requests can be disguised: written otherwise, but
 * the same.
 *
 * <p>Thread: any, one at a time.
 */
final class NastyTables {
    private static final List<String> LABELS =
            List.of(
                    "a",
                    "b",
                    "ab",
                    "ba",
                    "x1",
                    "a-b",
                    "abcdefg",
                    "abcdefgh",
                    "a-long-label-1234",
                    "l".repeat(63),
                    "l".repeat(62) + "m");
    private static final List<String> PIECES =
            List.of(
                    "/",
                    "/",
                    "/",
                    "//",
                    "a",
                    "b",
                    "ab",
                    "A",
                    "abcdefgh",
                    "%2F",
                    "%2f",
                    "%20",
                    "%C3%A9",
                    "-",
                    "~",
                    ";",
                    "/a",
                    "a-piece-of-24-characters");

    private static final List<PathType> TYPES =
            List.of(
                    PathType.EXACT,
                    PathType.EXACT,
                    PathType.PREFIX,
                    PathType.PREFIX,
                    PathType.PREFIX,
                    PathType.ANY);

    private final SplittableRandom random;

    NastyTables(long seed) {
        this.random = new SplittableRandom(seed);
    }

    /** No two with equal host, path and type; in no order. */
    List<Rule> rules() {
        List<String> hosts = new ArrayList<>();
        for (int i = random.nextInt(6); i >= 0; i--) {
            hosts.add(host(hosts));
        }
        List<String> paths = new ArrayList<>();
        for (int i = random.nextInt(20); i >= 0; i--) {
            paths.add(path(paths));
        }
        Map<List<Object>, Rule> rules = new LinkedHashMap<>();
        for (int i = random.nextInt(40); i >= 0; i--) {
            PathType type = any(TYPES);
            String host = any(hosts);
            String path = type == PathType.ANY ? "" : any(paths);
            ClusterKey target = new ClusterKey("ns", "service-" + i, "80");
            rules.put(List.of(host, path, type), new Rule(host, path, type, target, "rule " + i));
        }
        return new ArrayList<>(rules.values());
    }

    String requestHost(List<Rule> rules) {
        String host = any(rules).host();
        host =
                switch (random.nextInt(8)) {
                    case 0 -> name();
                    case 1 -> any(LABELS) + "." + host;
                    case 2 -> host.substring(host.indexOf('.') + 1);
                    case 3 -> host.startsWith("*") ? host.substring(1) : "." + host;
                    default -> host;
                };
        if (host.startsWith("*") && random.nextInt(10) > 0) {
            host = any(LABELS) + host.substring(1);
        }
        return random.nextBoolean() ? host : mixCase(host);
    }

    String requestPath(List<Rule> rules) {
        if (random.nextInt(50) == 0) {
            return "*";
        }
        String path = any(rules).path();
        for (int i = random.nextInt(3); i > 0; i--) {
            path =
                    switch (random.nextInt(4)) {
                        case 0 -> path + "/";
                        case 1 -> path + any(PIECES);
                        case 2 -> path.substring(0, random.nextInt(path.length() + 1));
                        default -> {
                            int at = random.nextInt(path.length() + 1);
                            yield path.substring(0, at) + any(PIECES) + path.substring(at);
                        }
                    };
        }
        return path.startsWith("/") ? path : "/" + path;
    }

    /** The host as a {@code Host} field may have it: with a trailing dot, with a port. */
    String disguiseHost(String host) {
        String dotted = random.nextBoolean() ? host : host + ".";
        return random.nextBoolean() ? dotted : dotted + ":" + random.nextInt(65_536);
    }

    /** A target whose match path is {@code path}. */
    String disguisePath(String path) {
        StringBuilder target = new StringBuilder();
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            boolean encoded = path.startsWith("%", i - 1) || path.startsWith("%", i - 2);
            boolean unreserved = Character.isLetterOrDigit(c) || c == '-' || c == '~';
            if (unreserved && !encoded && random.nextInt(6) == 0) {
                target.append(
                        String.format(
                                Locale.ROOT, random.nextBoolean() ? "%%%02x" : "%%%02X", (int) c));
            } else {
                target.append(c);
            }
            if (c == '/' && random.nextInt(6) == 0) {
                target.append(any(List.of("./", "%2e/", "x/../", "a/b/../%2E./", "./x/.%2e/")));
            }
        }
        return random.nextInt(4) > 0 ? target.toString() : target + "?a=/b/../c&%61";
    }

    private String host(List<String> others) {
        if (random.nextInt(8) == 0) {
            return "";
        }
        String name = others.isEmpty() || random.nextBoolean() ? name() : any(others);
        name = name.startsWith("*.") ? name.substring(2) : name;
        if (!name.isEmpty() && random.nextInt(3) == 0) {
            return "*." + name;
        }
        return name.isEmpty() ? name() : any(LABELS) + "." + name;
    }

    private String name() {
        StringBuilder name = new StringBuilder(any(LABELS));
        for (int i = random.nextInt(3); i > 0; i--) {
            name.append('.').append(any(LABELS));
        }
        return name.toString();
    }

    private String path(List<String> others) {
        StringBuilder path = new StringBuilder("/");
        if (!others.isEmpty() && random.nextBoolean()) {
            path.replace(0, 1, any(others));
        }
        for (int i = random.nextInt(4); i > 0; i--) {
            path.append(any(PIECES));
        }
        return path.toString();
    }

    private String mixCase(String text) {
        StringBuilder mixed = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            String letter = text.substring(i, i + 1);
            mixed.append(random.nextBoolean() ? letter.toUpperCase(Locale.ROOT) : letter);
        }
        return mixed.toString();
    }

    private <T> T any(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
