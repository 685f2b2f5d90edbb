package io.tailrace.jcstress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every stress test for a moment; {@code bench/jcstress/bin/jcstress} runs them for long. */
final class HandoffIT {
    private static final long LONGEST_S = 240;

    @TempDir private Path directory;

    @Test
    void shouldSeeNoForbiddenOutcome() throws Exception {
        Path output = directory.resolve("output");
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                "org.openjdk.jcstress.Main",
                                "-jvmArgs",
                                jvmArguments(),
                                "-f",
                                "1",
                                "-iters",
                                "1",
                                "-time",
                                "100",
                                "-sc",
                                "false",
                                "-af",
                                "NONE",
                                "-hs",
                                "256",
                                "-r",
                                directory.toString())
                        .directory(directory.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start();
        try {
            assertTrue(
                    process.waitFor(LONGEST_S, TimeUnit.SECONDS),
                    () -> "still running: " + read(output));
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        String said = read(output);
        assertEquals(0, process.exitValue(), said);
        assertTrue(said.contains("Failed tests: No matches."), said);
        assertTrue(said.contains("Error tests: No matches."), said);
    }

    private static String jvmArguments() throws IOException {
        try (InputStream in = HandoffIT.class.getResourceAsStream("/fork-jvm.args")) {
            if (in == null) {
                throw new AssertionError("fork-jvm.args is not on the class path");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }
}
