package io.tailrace.deploy.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/** The programs of a cluster, as {@code deploy/dev/kube-binaries} has them. */
final class KubeBinaries {
    private static final Path SCRIPT =
            Path.of(System.getProperty("basedir", "."), "dev", "kube-binaries").toAbsolutePath();

    private KubeBinaries() {}

    /** What this machine lacks for a cluster, with the remedy; empty if it has all. */
    static Optional<String> missing() {
        String namespace = System.getenv().getOrDefault("TAILRACE_NAMESPACE", "");
        if (namespace.isEmpty()) {
            return Optional.of(
                    System.getenv()
                            .getOrDefault(
                                    "TAILRACE_NO_NAMESPACE",
                                    "not in a network of their own; run them by"
                                            + " deploy/dev/in-namespace"));
        }
        Output output = run();
        return output.status == 0 ? Optional.empty() : Optional.of(output.text);
    }

    /** The file of one of them. */
    static String path(String program) {
        Output output = run();
        if (output.status != 0) {
            throw new AssertionError(output.text);
        }
        return Path.of(output.text, program).toString();
    }

    private record Output(int status, String text) {}

    private static Output run() {
        try {
            Process process =
                    new ProcessBuilder(SCRIPT.toString(), "--cached")
                            .redirectErrorStream(true)
                            .start();
            String text =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Output(process.waitFor(), text.strip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
