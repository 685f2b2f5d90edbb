package io.tailrace.loadtest;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.HdrHistogram.HistogramLogWriter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * The command line of an open-loop run.
 *
 * <p>Thread: main.
 */
@Command(
        name = "tailrace-load",
        versionProvider = Main.Version.class,
        mixinStandardHelpOptions = true,
        sortOptions = false,
        usageHelpWidth = 100,
        description = {
            "Sends HTTP/1.1 requests at a constant rate, checks every response, and prints how long"
                    + " they took.",
            "",
            "The rate does not depend on the answers (an open loop): each request has an intended"
                    + " send time, and its latency counts from there, so that a target that stalls"
                    + " is charged for the requests that had to wait. A request that finds every"
                    + " connection busy waits for the next free one.",
            "",
            "A response is right when it is well-formed to the letter of RFC 9112, has the expected"
                    + " status, ends where its framing says, and nothing follows it. The table has"
                    + " the right ones; all others are errors, counted by kind.",
            ""
        },
        footer = {
            "",
            "Exit code: 0 all responses were right and the rate was kept; 1 not; 2 wrong usage.",
            "",
            "Send times are kept to some 0.1 ms on an idle machine; the table says how late requests"
                    + " left. Above some 900 requests/s a thread polls while answers are awaited, and may use a"
                    + " whole CPU.",
            "",
            "Example: tailrace-load http://127.0.0.1:8080/shop --host shop.example --rate 5000"
                    + " --connections 100 --seconds 30 --warmup 5",
            "",
            "tailrace-load churn --help: rules and endpoints that change under load."
        })
final class LoadCommand implements Callable<Integer> {
    @Spec @Nullable CommandSpec spec;

    @Parameters(
            paramLabel = "URL",
            arity = "0..1",
            description = "Where the requests go: http://host[:port][/path][?query].")
    private String url = "";

    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "1000",
            description =
                    "Requests a second, 1 to 10000000, of all connections together. Default:"
                            + " ${DEFAULT-VALUE}.")
    private int rate;

    @Option(
            names = "--connections",
            paramLabel = "N",
            defaultValue = "64",
            description = "Connections, 1 to 100000, used in turn. Default: ${DEFAULT-VALUE}.")
    private int connections;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "10",
            description = "Length of the counted run, 1 to 86400. Default: ${DEFAULT-VALUE}.")
    private int seconds;

    @Option(
            names = "--warmup",
            paramLabel = "SECONDS",
            defaultValue = "0",
            description =
                    "Run so long before it; those requests are not counted, 0 to 86400. Default:"
                            + " ${DEFAULT-VALUE}.")
    private int warmup;

    @Option(
            names = "--threads",
            paramLabel = "N",
            defaultValue = "1",
            description =
                    "Threads that share rate and connections, 1 to 64. Default: ${DEFAULT-VALUE}.")
    private int threads;

    @Option(
            names = "--method",
            paramLabel = "NAME",
            defaultValue = "GET",
            description = "Request method. Default: ${DEFAULT-VALUE}.")
    private String method = "";

    @Option(
            names = "--host",
            paramLabel = "NAME",
            description = "Value of the Host field. Default: what the URL says.")
    private @Nullable String host;

    @Option(
            names = "--header",
            paramLabel = "'NAME: VALUE'",
            description =
                    "A further field; may be given several times. With 'Connection: close' each"
                            + " request gets a connection of its own.")
    private List<String> headers = new ArrayList<>();

    @Option(
            names = "--body-bytes",
            paramLabel = "N",
            defaultValue = "0",
            description = "Length of the request's body, 0 to 67108864. Default: ${DEFAULT-VALUE}.")
    private int bodyBytes;

    @Option(
            names = "--timeout",
            paramLabel = "DURATION",
            defaultValue = "10s",
            description =
                    "A request without a complete response so long after its intended send time is"
                            + " an error, and its connection is closed; 1ms to 1h. Default:"
                            + " ${DEFAULT-VALUE}.")
    private String timeout = "";

    @Option(
            names = "--expect-status",
            paramLabel = "CODE",
            defaultValue = "200",
            description = "The status of a right response. Default: ${DEFAULT-VALUE}.")
    private int expectStatus;

    @Option(
            names = "--expect-bytes",
            paramLabel = "N",
            description = "The body length of a right response. Default: any.")
    private @Nullable Long expectBytes;

    @Option(
            names = "--hdr-log",
            paramLabel = "FILE",
            description =
                    "Write the latencies of each second to FILE as an HdrHistogram interval log,"
                            + " values in nanoseconds.")
    private @Nullable Path hdrLog;

    @Option(names = "--json", description = "Print one JSON object instead of the table.")
    private boolean json;

    @Override
    public Integer call() throws IOException, InterruptedException {
        LoadPlan plan = plan();
        Report report = hdrLog == null ? new LoadRun(plan, null).run() : runWithLog(plan, hdrLog);
        PrintWriter out = spec().commandLine().getOut();
        PrintWriter err = spec().commandLine().getErr();
        out.print(json ? JsonReport.of(report) + "\n" : report.text());
        out.flush();
        report.warnings().forEach(warning -> err.println("warning: " + warning));
        err.flush();
        return report.isGood() ? 0 : 1;
    }

    private LoadPlan plan() {
        if (url.isEmpty()) {
            throw new ParameterException(spec().commandLine(), "Missing required parameter: 'URL'");
        }
        try {
            Target target = Target.parse(url);
            LoadPlan.inRange("--body-bytes", bodyBytes, 0, RequestTemplate.MAX_BODY_BYTES);
            RequestTemplate request =
                    RequestTemplate.of(
                            method,
                            target.pathAndQuery(),
                            host == null ? target.authority() : host,
                            headers,
                            bodyBytes);
            return new LoadPlan(
                    target,
                    request,
                    rate,
                    connections,
                    seconds,
                    warmup,
                    threads,
                    timeoutNs(),
                    expectStatus,
                    expectBytes == null ? OptionalLong.empty() : OptionalLong.of(expectBytes));
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec().commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    private long timeoutNs() {
        try {
            return Durations.parseNs(timeout);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("--timeout " + e.getMessage(), e);
        }
    }

    private static Report runWithLog(LoadPlan plan, Path file)
            throws IOException, InterruptedException {
        try (PrintStream stream =
                new PrintStream(
                        new FileOutputStream(file.toFile()), false, StandardCharsets.UTF_8)) {
            HistogramLogWriter log = new HistogramLogWriter(stream);
            log.outputComment("Latencies in nanoseconds from the intended send times");
            log.outputLogFormatVersion();
            log.outputStartTime(System.currentTimeMillis());
            log.outputLegend();
            Report report = new LoadRun(plan, log).run();
            if (stream.checkError()) {
                throw new IOException("--hdr-log %s: could not be written".formatted(file));
            }
            return report;
        }
    }

    private CommandSpec spec() {
        return Objects.requireNonNull(spec, "set by picocli");
    }
}
