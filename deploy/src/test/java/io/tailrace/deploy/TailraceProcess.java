package io.tailrace.deploy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A command of {@code deploy/bin/tailrace} that stays up, in a process of its own. */
public final class TailraceProcess implements AutoCloseable {
    private final Process process;
    private final Lines out;
    private final Lines err;

    private TailraceProcess(Process process) {
        this.process = process;
        this.out = Lines.of(process.getInputStream());
        this.err = Lines.of(process.getErrorStream());
    }

    /** Started, nothing more. */
    static TailraceProcess launch(String... args) throws IOException {
        return new TailraceProcess(Launcher.command(Launcher.SCRIPT, args).start());
    }

    /**
     * A {@code tailrace run} on ports from the kernel that has printed its first lines; {@code
     * --http} as an argument of its own stands in for the usual listener.
     */
    static TailraceProcess start(Path manifests, String... more) throws IOException {
        return launch(runArguments(manifests, more)).started();
    }

    /** As {@link #start}, with at most so many open files. */
    static TailraceProcess startWithDescriptors(int most, Path manifests, String... more)
            throws IOException {
        ProcessBuilder builder = Launcher.command(Launcher.SCRIPT, runArguments(manifests, more));
        builder.command()
                .addAll(0, List.of("sh", "-c", "ulimit -n " + most + "; exec \"$0\" \"$@\""));
        return new TailraceProcess(builder.start()).started();
    }

    /** As {@link #start}, with further arguments for the JVM. */
    static TailraceProcess startWithJavaOptions(String options, Path manifests, String... more)
            throws IOException {
        ProcessBuilder builder = Launcher.command(Launcher.SCRIPT, runArguments(manifests, more));
        builder.environment().put("TAILRACE_JAVA_OPTS", options);
        return new TailraceProcess(builder.start()).started();
    }

    /** A {@code tailrace run} on this address that has its rules from an API server. */
    public static TailraceProcess startInCluster(String address, String... more)
            throws IOException {
        return launch(runArguments(List.of(), address, more)).started();
    }

    private static String[] runArguments(Path manifests, String... more) {
        return runArguments(List.of("--manifests", manifests.toString()), "127.0.0.1", more);
    }

    private static String[] runArguments(List<String> source, String address, String... more) {
        List<String> args = new ArrayList<>(List.of("run"));
        args.addAll(source);
        if (!List.of(more).contains("--http")) {
            args.addAll(List.of("--http", address + ":0"));
        }
        args.addAll(List.of("--admin", "127.0.0.1:0"));
        args.addAll(List.of(more));
        return args.toArray(String[]::new);
    }

    private TailraceProcess started() {
        try {
            line("rules ");
            return this;
        } catch (AssertionError e) {
            close();
            throw e;
        }
    }

    /** Where it serves HTTP, the first address. */
    public InetSocketAddress http() {
        return addresses("http ").getFirst();
    }

    List<InetSocketAddress> httpAddresses() {
        return addresses("http ");
    }

    /** Where it serves HTTP over TLS, the first address. */
    public InetSocketAddress https() {
        return addresses("https ").getFirst();
    }

    public InetSocketAddress admin() {
        return addresses("admin ").getFirst();
    }

    /** All of standard output so far. */
    List<String> output() {
        return out.all();
    }

    /** The first line of standard output that starts so; fails if none comes. */
    String line(String start) {
        return Until.present(
                "output line '" + start + "'",
                () -> {
                    Optional<String> line = out.starting(start);
                    if (line.isEmpty() && !process.isAlive()) {
                        throw new AssertionError(
                                "ended with " + process.exitValue() + ": " + err.all());
                    }
                    return line;
                });
    }

    /** The first line of the log that has this text; fails if none comes. */
    public String logged(String text) {
        return Until.present("log line with '" + text + "'", () -> err.containing(text));
    }

    public List<String> log() {
        return err.all();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** The launcher becomes the JVM, so that this is the proxy's own. */
    ProcessFigures figures() {
        return new ProcessFigures(process.pid());
    }

    /** Sends SIGTERM. Not by {@link Process#destroy}, which also closes our end of its streams. */
    public void terminate() {
        process.toHandle().destroy();
    }

    /** The exit status; fails when it does not end in time. */
    public int awaitExit(long seconds) throws InterruptedException {
        if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
            throw new AssertionError("still running after " + seconds + " s; log: " + err.all());
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    private List<InetSocketAddress> addresses(String start) {
        return out.all().stream()
                .filter(line -> line.startsWith(start))
                .map(line -> new AddressConverter().convert(line.substring(start.length()).strip()))
                .toList();
    }
}
