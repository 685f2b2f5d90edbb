package io.tailrace.deploy;

import java.io.IOException;

/** A program of others that stays up until the test ends it. */
final class PeerProcess implements AutoCloseable {
    private final Process process;
    private final Lines out;

    private PeerProcess(Process process) {
        this.process = process;
        this.out = Lines.of(process.getInputStream());
    }

    static PeerProcess start(ProcessBuilder command) throws IOException {
        return new PeerProcess(command.redirectErrorStream(true).start());
    }

    /** One that prints {@code port N} once it listens. */
    int port() {
        return Integer.parseInt(line("port ").substring("port ".length()));
    }

    /** The first line of its output that starts so; fails if none comes. */
    String line(String start) {
        return Until.present(
                "'" + start + "'",
                () -> {
                    if (!process.isAlive() && out.starting(start).isEmpty()) {
                        throw new AssertionError("it ended: " + out.all());
                    }
                    return out.starting(start);
                });
    }

    boolean isAlive() {
        return process.isAlive();
    }

    String output() {
        return String.join("\n", out.all());
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
