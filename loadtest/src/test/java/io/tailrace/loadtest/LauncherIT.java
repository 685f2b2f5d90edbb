package io.tailrace.loadtest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher with the jar of this build. */
final class LauncherIT {
    private static final Path LAUNCHER = Path.of("bin", "tailrace-load").toAbsolutePath();

    @TempDir Path elsewhere = Path.of("");

    private Path output = Path.of("");

    @BeforeEach
    void setUp() {
        output = elsewhere.resolve("output");
    }

    @Test
    void shouldRunFromAnywhereWhenCalledThroughSymlinks() throws Exception {
        Path absolute = Files.createSymbolicLink(elsewhere.resolve("absolute"), LAUNCHER);
        Path relative = elsewhere.resolve("relative");
        Files.createSymbolicLink(relative, absolute.getFileName());
        String response = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
        ScriptedServer.Script script =
                (n, out) -> {
                    ScriptedServer.write(out, response);
                    return true;
                };
        try (ScriptedServer server = new ScriptedServer(script).start()) {
            ProcessBuilder builder =
                    launcher(relative, server.url(), "--rate", "10", "--seconds", "1");
            exitCode(builder); // 0 only if the machine is not too busy for the rate
        }
        assertTrue(said().contains("right       10 responses"), said());
        assertEquals(2, exitCode(launcher(relative, "--rate")), this::said);
        Files.delete(relative);
        Files.delete(absolute);
    }

    @Test
    void shouldSayWhatToInstallWhenThereIsNoJava() throws Exception {
        // A copy that does not know the machine's folder of Java homes, and a PATH without java.
        Path copy = Files.createDirectories(elsewhere.resolve("loadtest/bin")).resolve("launcher");
        String text = Files.readString(LAUNCHER).replace("/usr/lib/jvm", "/nonexistent");
        Files.writeString(copy, text);
        ProcessBuilder builder = launcher(Path.of("/bin/sh"), copy.toString(), "--version");
        builder.environment().remove("TAILRACE_JAVA_HOME");
        builder.environment().remove("JAVA_HOME");
        builder.environment().put("PATH", pathWithoutJava());
        assertEquals(1, exitCode(builder), this::said);
        assertTrue(said().startsWith("tailrace-load: no Java 25 or newer found: install"), said());
        assertEquals(1, said().lines().count());
    }

    private ProcessBuilder launcher(Path path, String... args) {
        ProcessBuilder builder = new ProcessBuilder(path.toString());
        builder.command().addAll(List.of(args));
        builder.directory(elsewhere.toFile());
        builder.redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().put("TAILRACE_JAVA_HOME", System.getProperty("java.home"));
        return builder;
    }

    private static int exitCode(ProcessBuilder builder) throws IOException, InterruptedException {
        Process process = builder.start();
        try {
            assertTrue(process.waitFor(30, TimeUnit.SECONDS), "still running after 30 s");
            return process.exitValue();
        } finally {
            process.destroyForcibly();
        }
    }

    private String said() {
        try {
            return Files.readString(output, StandardCharsets.UTF_8);
        } catch (IOException e) {
            return e.toString();
        }
    }

    /** A PATH of one directory with the few commands that the launcher needs. */
    private String pathWithoutJava() throws IOException {
        Path commands = Files.createDirectories(elsewhere.resolve("commands"));
        for (String name : List.of("dirname", "readlink", "sed")) {
            Path usual = Path.of("/usr/bin", name);
            Path command = Files.isExecutable(usual) ? usual : Path.of("/bin", name);
            Path script = commands.resolve(name);
            Files.writeString(script, "#!/bin/sh\nexec " + command + " \"$@\"\n");
            assertTrue(script.toFile().setExecutable(true));
        }
        return commands.toString();
    }
}
