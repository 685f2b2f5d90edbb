package io.tailrace.deploy;

import java.io.IOException;
import java.io.UncheckedIOException;

/** What a proxy's {@code /metrics} says, asked anew each time. */
public final class Metrics {
    private final TailraceProcess proxy;

    public Metrics(TailraceProcess proxy) {
        this.proxy = proxy;
    }

    /** Value of one line, named with its labels; NaN when there is none. */
    public double value(String name) {
        try {
            return RawConnection.get(proxy.admin(), "127.0.0.1", "/metrics")
                    .body()
                    .lines()
                    .filter(line -> line.startsWith(name + " "))
                    .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                    .findFirst()
                    .orElse(Double.NaN);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
