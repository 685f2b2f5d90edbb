package io.tailrace.loadtest.churn;

import io.tailrace.loadtest.Durations;
import io.tailrace.loadtest.Main;
import io.tailrace.loadtest.Target;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * The command line of a churn run.
 *
 * <p>Thread: main.
 */
@Command(
        name = "churn",
        versionProvider = Main.Version.class,
        mixinStandardHelpOptions = true,
        sortOptions = false,
        usageHelpWidth = 100,
        description = {
            "Changes rules and endpoints of a running Tailrace while requests and tunnels pass it, and"
                    + " checks that nobody notices.",
            "",
            "The command starts pods of its own on loopback and writes manifests into a directory that"
                    + " the proxy watches (tailrace run --manifests DIR --guard off). Then it changes"
                    + " one thing after the other at random: rules are added, removed and moved to another service, hosts"
                    + " and endpoints added and removed, changes taken back. Each change is one file. The"
                    + " next one is written once every core works by the last one, as"
                    + " tailrace_generation_seen of the admin port tells.",
            "",
            "A request must go where the newest rules say that every core worked by when it was sent,"
                    + " or where rules say that were written before its answer came: by the newest or,"
                    + " while a change is under way, by the ones before. The pods answer with their name"
                    + " and what they were asked for. No request may fail, no connection or tunnel be"
                    + " closed by the proxy, and no byte of a tunnel be lost or changed.",
            ""
        },
        footer = {
            "",
            "Exit code: 0 all changes were in force and there was no violation; 1 not; 2 wrong usage.",
            "",
            "Example: mkdir rules",
            "  deploy/bin/tailrace run --manifests rules --http 127.0.0.1:8080 --guard off &",
            "  loadtest/bin/tailrace-load churn http://127.0.0.1:8080 --manifests rules --pid $! --tunnels 100"
        })
public final class ChurnCommand implements Callable<Integer> {
    private static final int NS_PER_MS = 1_000_000;

    @Spec @Nullable CommandSpec spec;

    @Parameters(paramLabel = "URL", description = "The proxy: http://host[:port].")
    private String url = "";

    @Option(
            names = "--manifests",
            paramLabel = "DIR",
            required = true,
            description =
                    "The directory that the proxy watches; empty, or what an earlier run has left.")
    private Path manifests = Path.of("");

    @Option(
            names = "--admin",
            paramLabel = "URL",
            defaultValue = "http://127.0.0.1:9090",
            description = "The proxy's admin port. Default: ${DEFAULT-VALUE}.")
    private String admin = "";

    @Option(
            names = "--connections",
            paramLabel = "N",
            defaultValue = "200",
            description =
                    "Connections with requests one after another, 1 to 10000. Default:"
                            + " ${DEFAULT-VALUE}.")
    private int connections;

    @Option(
            names = "--tunnels",
            paramLabel = "N",
            defaultValue = "100",
            description =
                    "Upgraded connections with ten messages a second each, 0 to 10000; one in ten is"
                            + " closed and opened anew every 5 s. Default: ${DEFAULT-VALUE}.")
    private int tunnels;

    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "1000",
            description =
                    "Requests a second of all connections together, at most; 1 to 100000. Default:"
                            + " ${DEFAULT-VALUE}.")
    private int rate;

    @Option(
            names = "--changes",
            paramLabel = "N",
            defaultValue = "1000",
            description = "Changes of the whole run, 1 to 10000000. Default: ${DEFAULT-VALUE}.")
    private int changes;

    @Option(
            names = "--changes-per-second",
            paramLabel = "N",
            defaultValue = "20",
            description = "At most so many, 1 to 100. Default: ${DEFAULT-VALUE}.")
    private int changesPerSecond;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "600",
            description =
                    "Longest time for all changes, 1 to 86400; fewer changes by then are a failure."
                            + " Default: ${DEFAULT-VALUE}.")
    private int seconds;

    @Option(
            names = "--timeout",
            paramLabel = "DURATION",
            defaultValue = "10s",
            description =
                    "Longest time for an answer, and for a change to be in force; 1ms to 60s."
                            + " Default: ${DEFAULT-VALUE}.")
    private String timeout = "";

    @Option(
            names = "--seed",
            paramLabel = "N",
            description =
                    "Repeats the changes of an earlier run. Default: a new one, which is told.")
    private @Nullable Long seed;

    @Option(
            names = "--pid",
            paramLabel = "PID",
            description = "The proxy's process: its resident memory is told.")
    private @Nullable Long pid;

    @Option(
            names = "--controller-name",
            paramLabel = "NAME",
            defaultValue = "tailrace.io/ingress-controller",
            description = "As the proxy's option. Default: ${DEFAULT-VALUE}.")
    private String controller = "";

    @Override
    public Integer call() throws IOException, InterruptedException {
        ChurnPlan plan = plan();
        PrintWriter out = spec().commandLine().getOut();
        PrintWriter err = spec().commandLine().getErr();
        err.println("seed " + plan.seed());
        err.flush();
        ChurnReport report = new ChurnRun(plan, err).run();
        out.print(report.text());
        out.flush();
        return report.isGood() ? 0 : 1;
    }

    private ChurnPlan plan() throws IOException {
        if (!Files.isDirectory(manifests)) {
            throw new IOException("--manifests %s: no such directory".formatted(manifests));
        }
        try {
            return new ChurnPlan(
                    Target.parse(url),
                    Target.parse(admin),
                    manifests,
                    controller,
                    connections,
                    tunnels,
                    rate,
                    changes,
                    changesPerSecond,
                    seconds,
                    timeoutMs(),
                    seed == null ? new Random().nextLong() : seed,
                    pid == null ? OptionalLong.empty() : OptionalLong.of(pid));
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec().commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    private int timeoutMs() {
        try {
            return (int) Math.min(Integer.MAX_VALUE, Durations.parseNs(timeout) / NS_PER_MS);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("--timeout " + e.getMessage(), e);
        }
    }

    private CommandSpec spec() {
        return Objects.requireNonNull(spec, "set by picocli");
    }
}
