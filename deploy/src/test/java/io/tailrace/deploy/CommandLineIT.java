package io.tailrace.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tailrace.deploy.Launcher.Ended;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Messages and exit statuses of the launcher and of the commands. */
final class CommandLineIT {
    @TempDir private Path directory;

    @BeforeEach
    void write() throws Exception {
        new Manifests(directory);
    }

    @Test
    void shouldShowEveryRuleServedByTheRightPodWhenTheDemoRunsOnce() throws Exception {
        Ended demo = Launcher.runToEnd("demo", "--once");
        assertEquals(0, demo.status(), demo.out() + demo.err());
        assertTrue(demo.out().contains("6 of 6 answers are right"), demo.out());
        String[][] rules = {
            {"r1", "foo.com", "/a", "foo-a", "8080"},
            {"r2", "foo.com", "/b", "foo-b", "8181"},
            {"r3", "bar.com", "/a", "bar-a", "9090"},
            {"r4", "bar.com", "/b", "bar-b", "9191"}
        };
        for (String[] rule : rules) {
            String row = "%s +%s +%s +%s:%s".formatted((Object[]) rule);
            String answer =
                    "GET %s%s +200 +%s-[12] +%s +right"
                            .formatted(rule[1], rule[2], rule[3], rule[0]);
            assertTrue(hasLine(demo.out(), row), row + " in " + demo.out());
            assertTrue(hasLine(demo.out(), answer), answer + " in " + demo.out());
        }
        assertTrue(hasLine(demo.out(), "GET foo.com/c +404 +- +- +right \\(no_route\\)"));
        assertTrue(hasLine(demo.out(), "GET baz.com/a +404 +- +- +right \\(no_route\\)"));
        assertTrue(demo.out().lines().allMatch(line -> line.length() <= 80), demo.out());
    }

    @Test
    void shouldTellVersionAndHelpWhenAsked() throws Exception {
        assertTrue(Launcher.runToEnd("--version").out().startsWith("tailrace 0."));
        Ended help = Launcher.runToEnd("run", "--help");
        assertEquals(0, help.status());
        for (String option : new String[] {"--manifests", "--http", "--cores", "--admin"}) {
            assertTrue(help.out().contains(option), help.out());
        }
    }

    @Test
    void shouldEndWith2AndOneLineWhenTheUsageIsWrong() throws Exception {
        assertFails(2, "Unknown option: '--bogus'", run("--bogus"));
        assertFails(2, "Missing required option: '--manifests=PATH'", Launcher.runToEnd("run"));
        assertFails(2, "from 1 to 256", run("--cores", "0"));
        assertFails(2, "from 0 (any free one) to 65535", run("--http", "127.0.0.1:65536"));
        assertFails(2, "Missing required subcommand", Launcher.runToEnd());
    }

    @Test
    void shouldEndWith1AndOneLineWhenAFileIsMissing() throws Exception {
        Path missing = directory.resolve("missing.yaml");
        Ended ended =
                Launcher.runToEnd(
                        "run", "--http", "127.0.0.1:0", "--manifests", missing.toString());
        assertFails(1, missing.toString(), ended);
    }

    @Test
    void shouldEndWith1AndOneLineWhenAPortIsTaken() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            String address = "127.0.0.1:" + taken.getLocalPort();
            assertFails(1, address, run("--http", address, "--admin", "127.0.0.1:0"));
            assertFails(1, address, run("--http", "127.0.0.1:0", "--admin", address));
        }
    }

    @Test
    void shouldEndWith1WhenAnotherTailraceHasThePort() throws Exception {
        try (TailraceProcess first = TailraceProcess.start(directory)) {
            String address = AddressConverter.format(first.http());
            assertFails(1, address, run("--http", address, "--admin", "127.0.0.1:0"));
        }
    }

    @Test
    void shouldRunFromAnywhereWhenCalledThroughSymlinks() throws Exception {
        Path link = Files.createSymbolicLink(directory.resolve("link"), Launcher.SCRIPT);
        Path relative = Files.createSymbolicLink(directory.resolve("tailrace"), Path.of("link"));
        try {
            ProcessBuilder command = Launcher.command(relative, "--version");
            Ended ended = Launcher.runToEnd(command.directory(directory.toFile()));
            assertEquals(0, ended.status(), ended.err());
            assertTrue(ended.out().startsWith("tailrace "), ended.out());
        } finally {
            Files.delete(link);
        }
    }

    @Test
    void shouldSayWhatToInstallWhenTheJavaIsTooOld() throws Exception {
        Path old = directory.resolve("jdk-17");
        Path java = Files.createDirectories(old.resolve("bin")).resolve("java");
        Files.writeString(java, "#!/bin/sh\necho must not be started\n");
        assertTrue(java.toFile().setExecutable(true));
        Files.writeString(old.resolve("release"), "JAVA_VERSION=\"17.0.15\"\n");
        ProcessBuilder command = Launcher.command(Launcher.SCRIPT, "--version");
        command.environment().put("TAILRACE_JAVA_HOME", old.toString());
        assertFails(1, "holds no Java 25 or newer", Launcher.runToEnd(command));
    }

    @Test
    void shouldHaveInTheManifestWhatTheLauncherLeavesOutWhenItStartsTheJar() throws Exception {
        Path home = Launcher.SCRIPT.resolve("../../target/tailrace").normalize();
        String args = Files.readString(home.resolve("jvm.args"));
        try (JarFile jar = new JarFile(home.resolve("tailrace.jar").toFile())) {
            Attributes manifest = jar.getManifest().getMainAttributes();
            assertTrue(
                    args.contains(
                            "--add-opens=" + manifest.getValue("Add-Opens") + "=ALL-UNNAMED"));
            assertTrue(
                    args.contains(
                            "--enable-native-access=" + manifest.getValue("Enable-Native-Access")));
            assertEquals(2, args.split("--", -1).length - 1, args);
        }
    }

    private Ended run(String... more) throws Exception {
        String[] args = new String[more.length + 3];
        args[0] = "run";
        args[1] = "--manifests";
        args[2] = directory.toString();
        System.arraycopy(more, 0, args, 3, more.length);
        return Launcher.runToEnd(args);
    }

    private static void assertFails(int status, String message, Ended ended) {
        assertEquals(status, ended.status(), ended.err());
        assertEquals("", ended.out());
        assertEquals(1, ended.err().lines().count(), ended.err());
        assertTrue(ended.err().startsWith("tailrace"), ended.err());
        assertTrue(ended.err().contains(message), ended.err());
    }

    private static boolean hasLine(String text, String pattern) {
        return text.lines().anyMatch(line -> line.strip().matches(pattern));
    }
}
