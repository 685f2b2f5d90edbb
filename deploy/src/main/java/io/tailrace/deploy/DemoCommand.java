package io.tailrace.deploy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.logging.Level;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;

/**
 * {@code tailrace demo}: the talk's Ingress, its pods and the proxy, all in this process.
 *
 * <p>Thread: the main thread.
 */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        header = "Shows Tailrace at work on the Ingress of the talk \"Inside Kubernetes Ingress\".",
        description = {
            "",
            "Starts two small pods for each of four services on loopback, and the proxy before them;"
                    + " prints the decision table, sends one request per rule and two that match"
                    + " none, and stays up for requests of your own.",
            ""
        },
        footer = {
            "",
            "Exit status: 0 every answer is right, 1 one is not or the demo cannot start."
        })
final class DemoCommand implements Callable<Integer> {
    /** People wait for the end of a demo. */
    private static final Duration DRAIN = Duration.ofSeconds(2);

    @Option(names = "--once", description = "End after the requests instead of staying up.")
    private boolean once;

    @Option(
            names = "--http",
            paramLabel = "ADDR:PORT",
            converter = AddressConverter.class,
            description =
                    "Where the proxy listens. Default: 127.0.0.1:8080, or any free port if that one"
                            + " is taken.")
    private @Nullable InetSocketAddress http;

    @Override
    public Integer call() throws IOException {
        // The output tells it better; what the user changes afterwards is news again.
        StderrSink.threshold(Level.WARNING);
        Demo demo = Demo.start(http);
        boolean right = false;
        try {
            right = demo.show(System.out);
        } finally {
            if (once || !right) {
                demo.close();
            }
        }
        if (once || !right) {
            return right ? ExitCode.OK : ExitCode.SOFTWARE;
        }
        StderrSink.threshold(Level.INFO);
        ShutdownHook.install(DRAIN).serve(demo.proxy(), demo.manifests());
        demo.invite(System.out);
        return Tailrace.STAYS;
    }
}
