package io.tailrace.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tailrace.deploy.Launcher.Ended;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
        assertFails(2, "from 1 to 256", run("--cores", "0"));
        assertFails(2, "from 0 (any free one) to 65535", run("--http", "127.0.0.1:65536"));
        assertFails(2, "is not DOMAIN/NAME", run("--controller-name", ""));
        assertFails(2, "is not NAMESPACE/SERVICE:PORT", run("--default-backend", "web"));
        for (String option :
                List.of(
                        "--watch-secrets=all",
                        "--pod-selector=a=b",
                        "--publish-address=192.0.2.1")) {
            assertFails(2, "is of a cluster, and there are --manifests", run(option));
        }
        assertFails(2, "Missing required subcommand", Launcher.runToEnd());
    }

    @Test
    void shouldEndWith1AndOneLineWhenAFileIsMissing() throws Exception {
        Path missing = directory.resolve("missing.yaml");
        Ended ended =
                Launcher.runToEnd(
                        "run", "--http", "127.0.0.1:0", "--manifests", missing.toString());
        assertFails(1, missing.toString(), ended);
        assertFails(1, "nothing to run by: give --manifests PATH", Launcher.runToEnd("run"));
    }

    @Test
    void shouldEndWith1AndOneLineWhenAPortIsTaken() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            String address = "127.0.0.1:" + taken.getLocalPort();
            Ended http = run("--http", address, "--admin", "127.0.0.1:0");
            assertFails(1, address, http);
            assertTrue(http.err().contains("choose another address with --http"), http.err());
            Ended admin = run("--http", "127.0.0.1:0", "--admin", address);
            assertFails(1, address, admin);
            assertTrue(admin.err().contains("choose another address with --admin"), admin.err());
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
    void shouldObeyEveryOptionWhenAllAreGiven() throws Exception {
        try (EchoPod pod = EchoPod.start("rest", "rest-1")) {
            new Manifests(directory).service("rest", pod.port());
            String backend = "default/rest:80";
            try (TailraceProcess proxy =
                    TailraceProcess.start(
                            directory,
                            "--http",
                            "127.0.0.1:0",
                            "--http",
                            "127.0.0.1:0",
                            "--default-backend",
                            backend)) {
                assertEquals(2, proxy.httpAddresses().size());
                for (InetSocketAddress address : proxy.httpAddresses()) {
                    assertEquals("rest-1", RawConnection.get(address, "any.test", "/").pod());
                }
            }
        }
    }

    @Test
    void shouldServeAnotherControllersClassesWhenItsNameIsGiven() throws Exception {
        try (EchoPod pod = EchoPod.start("web", "web-1")) {
            Manifests manifests = new Manifests(directory).service("web", pod.port());
            manifests.ingress("web", "web.test", "/=web");
            try (TailraceProcess proxy =
                    TailraceProcess.start(directory, "--controller-name", "example.com/other")) {
                assertEquals(404, RawConnection.get(proxy.http(), "web.test", "/").status());
                String all = Files.readString(directory.resolve("class.yaml"));
                manifests.write(
                        "class",
                        all.replace("tailrace.io/ingress-controller", "example.com/other"));
                proxy.logged("generation 2:");
                assertEquals("web-1", RawConnection.get(proxy.http(), "web.test", "/").pod());
            }
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
}
