package io.tailrace.deploy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What a proxy's {@code /metrics} says, asked anew each time. */
public final class Metrics {
    private final TailraceProcess proxy;

    public Metrics(TailraceProcess proxy) {
        this.proxy = proxy;
    }

    /** Value of one line, named with its labels; NaN when there is none. */
    public double value(String name) {
        return page().lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                .findFirst()
                .orElse(Double.NaN);
    }

    private String page() {
        try {
            return RawConnection.get(proxy.admin(), "127.0.0.1", "/metrics").body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The names that there are. */
    public Set<String> given() {
        return matches("(?m)^# TYPE (\\w+)", page());
    }

    /** The names that the documentation has. */
    public static Set<String> documented() throws IOException {
        Path docs = Path.of(System.getProperty("basedir", "."), "docs", "metrics.md");
        return matches("(?m)^\\| `(tailrace_\\w+)", Files.readString(docs));
    }

    /** Whether it is given only where there is an API server. */
    public static boolean isOfCluster(String name) {
        return name.matches("tailrace_(apiserver|leader|status|event).*");
    }

    private static Set<String> matches(String pattern, String text) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** How often the proxy answered or cut for this reason. */
    double reason(String code) {
        return value("tailrace_replies_total{reason=\"" + code + "\"}");
    }

    /** Waits for a value: counters of an exchange may come a moment after its last byte. */
    public void await(String name, double value) {
        Until.isTrue(name + " " + value, () -> value(name) == value);
    }

    void awaitReason(String code, double value) {
        Until.isTrue(code + " " + value, () -> reason(code) == value);
    }

    /** Waits until nothing is in flight and no client is connected. */
    void awaitQuiet() {
        await("tailrace_exchanges", 0);
        await("tailrace_downstream_connections", 0);
    }
}
