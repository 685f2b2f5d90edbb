package io.tailrace.deploy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A {@code tailrace run} in a process of its own, on ports from the kernel. */
final class TailraceProcess implements AutoCloseable {
    private final Process process;
    private final Lines out;
    private final Lines err;
    private final InetSocketAddress http;
    private final InetSocketAddress admin;

    private TailraceProcess(Process process) {
        this.process = process;
        this.out = Lines.of(process.getInputStream());
        this.err = Lines.of(process.getErrorStream());
        this.http = address("http ");
        this.admin = address("admin ");
        line("rules ");
    }

    /** Started and ready: its first lines have been printed. */
    static TailraceProcess start(Path manifests, String... more) throws IOException {
        List<String> args = new ArrayList<>();
        args.addAll(List.of("run", "--manifests", manifests.toString()));
        args.addAll(List.of("--http", "127.0.0.1:0", "--admin", "127.0.0.1:0"));
        args.addAll(List.of(more));
        Process process = Launcher.command(Launcher.SCRIPT, args.toArray(String[]::new)).start();
        try {
            return new TailraceProcess(process);
        } catch (AssertionError e) {
            process.destroyForcibly();
            throw e;
        }
    }

    InetSocketAddress http() {
        return http;
    }

    InetSocketAddress admin() {
        return admin;
    }

    /** The first line of standard output that starts so. */
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
    String logged(String text) {
        return Until.present("log line with '" + text + "'", () -> err.containing(text));
    }

    List<String> log() {
        return err.all();
    }

    Process process() {
        return process;
    }

    /** Sends SIGTERM. Not by {@link Process#destroy}, which also closes our end of its streams. */
    void terminate() {
        process.toHandle().destroy();
    }

    /** The exit status; fails when it does not end in time. */
    int awaitExit(long seconds) throws InterruptedException {
        if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
            throw new AssertionError("still running after " + seconds + " s; log: " + err.all());
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    private InetSocketAddress address(String start) {
        return new AddressConverter().convert(line(start).substring(start.length()).strip());
    }
}
