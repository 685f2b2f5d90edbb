package io.tailrace.deploy;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs {@code deploy/bin/tailrace} as a user would, with the JDK of the tests. */
final class Launcher {
    static final Path SCRIPT =
            Path.of(System.getProperty("basedir", "."), "bin", "tailrace").toAbsolutePath();
    private static final long LONGEST_S = 60;

    private Launcher() {}

    /** How a run that ended by itself ended. */
    record Ended(int status, String out, String err) {}

    static ProcessBuilder command(Path script, String... args) {
        List<String> command = new ArrayList<>();
        command.add(script.toString());
        command.addAll(List.of(args));
        ProcessBuilder builder = new ProcessBuilder(command);
        Map<String, String> environment = builder.environment();
        environment.put("TAILRACE_JAVA_HOME", System.getProperty("java.home"));
        environment.remove("TAILRACE_JAVA_OPTS");
        return builder;
    }

    static Ended runToEnd(String... args) throws IOException, InterruptedException {
        return runToEnd(command(SCRIPT, args));
    }

    static Ended runToEnd(ProcessBuilder command) throws IOException, InterruptedException {
        File out = File.createTempFile("tailrace-out", ".txt");
        File err = File.createTempFile("tailrace-err", ".txt");
        Process process = command.redirectOutput(out).redirectError(err).start();
        try {
            if (!process.waitFor(LONGEST_S, TimeUnit.SECONDS)) {
                throw new AssertionError("still running: " + Files.readString(err.toPath()));
            }
            return new Ended(
                    process.exitValue(),
                    Files.readString(out.toPath()),
                    Files.readString(err.toPath()));
        } finally {
            process.destroyForcibly();
            Files.delete(out.toPath());
            Files.delete(err.toPath());
        }
    }
}
