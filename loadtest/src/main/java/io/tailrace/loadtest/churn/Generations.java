package io.tailrace.loadtest.churn;

import io.tailrace.loadtest.ResponseReader;
import io.tailrace.loadtest.Target;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.OptionalLong;

/**
 * Asks the proxy's admin port by which generation its cores work.
 *
 * <p>Thread: main.
 */
final class Generations {
    private static final int TIMEOUT_MS = 5_000;
    private static final int MAX_PAGE_BYTES = 1024 * 1024;
    private static final String SEEN = "tailrace_generation_seen{";

    private final Target admin;
    private final InetSocketAddress address;

    Generations(Target admin) throws IOException {
        this.admin = admin;
        this.address = admin.resolve();
    }

    /**
     * The newest generation that every core works by.
     *
     * @throws IOException with one line for the user
     */
    long seenByAll() throws IOException {
        OptionalLong least =
                page().lines()
                        .filter(line -> line.startsWith(SEEN))
                        .mapToLong(Generations::value)
                        .min();
        return least.orElseThrow(
                () ->
                        new IOException(
                                "--admin %s: its /metrics has no tailrace_generation_seen"
                                        .formatted(admin.url())));
    }

    private String page() throws IOException {
        try (ChurnConnection connection =
                new ChurnConnection(address, TIMEOUT_MS, MAX_PAGE_BYTES)) {
            ResponseReader answer = connection.ask(admin.authority(), "/metrics");
            if (answer.status() != 200) {
                throw new IOException("status " + answer.status());
            }
            return answer.body();
        } catch (IOException e) {
            throw new IOException(
                    "--admin %s: no /metrics: %s".formatted(admin.url(), e.getMessage()), e);
        }
    }

    /** The number behind the last space. */
    private static long value(String line) {
        return (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1));
    }
}
