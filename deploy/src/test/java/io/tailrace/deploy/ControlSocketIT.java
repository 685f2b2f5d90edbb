package io.tailrace.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tailrace.deploy.Launcher.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code tailrace ctl} and the process that it talks to. */
final class ControlSocketIT {
    private static final String HOST = "web.test";
    private static final int HOSTS = 24;

    @TempDir private Path folder;
    private Path directory;
    private Path socket;
    private EchoPod one;
    private EchoPod two;
    private Manifests manifests;

    @BeforeEach
    void write() throws IOException {
        directory = Files.createDirectory(folder.resolve("manifests"));
        socket = folder.resolve("ctl");
        one = EchoPod.start("one", "one-1");
        two = EchoPod.start("two", "two-1");
        manifests = new Manifests(directory);
        manifests.service("one", one.port()).service("two", two.port());
        manifests.ingress("web", HOST, "/=one");
    }

    @AfterEach
    void stop() throws IOException {
        one.close();
        two.close();
    }

    @Test
    void shouldHoldRulesButNotEndpointsWhenPinned() throws Exception {
        try (TailraceProcess proxy = start()) {
            assertEquals(
                    "rw-------",
                    PosixFilePermissions.toString(Files.getPosixFilePermissions(socket)));
            assertTrue(ctl("pin").contains("generation 1 are pinned"));
            manifests.ingress("web", HOST, "/=two", "/added=two");
            Until.isTrue("compiled", () -> ask("status").contains("waiting rules added 1"));
            assertEquals("one-1", pod(proxy, "/"));
            assertEquals("one-1", pod(proxy, "/added"));

            // Nobody but the held rules names this service any more.
            manifests.service("one", two.port());
            Until.isTrue("endpoint", () -> pod(proxy, "/").equals("two-1"));
            manifests.service("one", one.port());
            Until.isTrue("endpoint", () -> pod(proxy, "/").equals("one-1"));
            new Metrics(proxy).await("tailrace_rules_pinned", 1);

            assertTrue(ctl("unpin").contains("rules added 1, removed 0, changed 1"));
            assertEquals("two-1", pod(proxy, "/"));
            assertEquals("two-1", pod(proxy, "/added"));
            new Metrics(proxy).await("tailrace_rules_pinned", 0);
        }
    }

    @Test
    void shouldServeEarlierRulesWhenRolledBack() throws Exception {
        try (TailraceProcess proxy = start()) {
            manifests.ingress("web", HOST, "/=two");
            Until.isTrue("second", () -> pod(proxy, "/").equals("two-1"));
            List<String> before = generations();
            assertEquals(2, before.size());
            String first = before.getLast().strip().split(" ", 2)[0];

            assertTrue(ctl("rollback", first).contains("pinned until unpin"));
            assertEquals("one-1", pod(proxy, "/"));
            List<String> after = generations();
            assertEquals(3, after.size());
            assertEquals(fingerprint(before.getLast()), fingerprint(after.getFirst()));
            assertEquals(
                    1,
                    new Metrics(proxy)
                            .value(
                                    "tailrace_decision_table_info{fingerprint=\""
                                            + fingerprint(after.getFirst())
                                            + "\"}"));
            assertTrue(ctl("rules", HOST).startsWith(HOST + " / PREFIX default/one:80 by "));

            Ended refused = run("rollback", "99");
            assertEquals(1, refused.status());
            assertTrue(refused.err().startsWith("tailrace ctl: generation 99 is not known; "));
            ctl("unpin");
            assertEquals("two-1", pod(proxy, "/"));
        }
    }

    @Test
    void shouldHoldRemovalsUntilReleasedWhenTheDirectoryIsEmptied() throws Exception {
        for (int i = 0; i < HOSTS; i++) {
            manifests.ingress("web-" + i, "h" + i + ".test", "/=one");
        }
        try (TailraceProcess proxy = start()) {
            List<Path> ingresses = new ArrayList<>();
            try (var files = Files.newDirectoryStream(directory, "ingress-*.yaml")) {
                files.forEach(ingresses::add);
            }
            for (Path ingress : ingresses) {
                Files.delete(ingress);
            }
            // Up to half may have gone before the last file was.
            Until.isTrue("all seen", () -> served(proxy) == rules(ask("status")));
            proxy.logged("the guard holds back removals: ");
            Until.isTrue("held", () -> held() > 0 && held() == rules(ask("status")));
            assertTrue(held() * 2 >= HOSTS, () -> "held " + held());
            assertEquals(held(), served(proxy));
            assertTrue(ask("status").contains("tailrace ctl release"));
            new Metrics(proxy).await("tailrace_rules_held", held());

            int held = held();
            assertTrue(ctl("release").contains("rules removed: " + held));
            assertEquals(0, served(proxy));
            assertEquals(1, run("release").status());
            assertEquals(
                    1,
                    proxy.log().stream().filter(line -> line.contains("holds back rem")).count());
        }
    }

    @Test
    void shouldLetAllGoWhenTheGuardIsOff() throws Exception {
        for (int i = 0; i < HOSTS; i++) {
            manifests.ingress("web-" + i, "h" + i + ".test", "/=one");
        }
        try (TailraceProcess proxy = TailraceProcess.start(directory, "--guard", "off")) {
            Files.delete(directory.resolve("class.yaml"));
            Until.isTrue("gone", () -> served(proxy) == 0);
        }
    }

    @Test
    void shouldNotStartWhenTheSocketIsAnothersAndRemoveItsOwnAtTheEnd() throws Exception {
        try (TailraceProcess proxy = start()) {
            Ended second =
                    Launcher.runToEnd(
                            "run",
                            "--manifests",
                            directory.toString(),
                            "--http",
                            "127.0.0.1:0",
                            "--admin",
                            "127.0.0.1:0",
                            "--control-socket",
                            socket.toString());
            assertEquals(1, second.status());
            assertTrue(second.err().contains("another process listens there; "), second.err());
            assertEquals(0, run("status").status());
            proxy.terminate();
            assertEquals(0, proxy.awaitExit(30));
        }
        assertFalse(Files.exists(socket));
        Ended nobody = run("status");
        assertEquals(1, nobody.status());
        assertTrue(nobody.err().contains("cannot be reached"), nobody.err());
        assertEquals(2, run("nonsense").status());
        assertEquals(2, run().status());
    }

    private TailraceProcess start() throws IOException {
        return TailraceProcess.start(directory, "--control-socket", socket.toString());
    }

    private Ended run(String... words) throws Exception {
        List<String> args = new ArrayList<>(List.of("ctl", "--control-socket", socket.toString()));
        args.addAll(List.of(words));
        return Launcher.runToEnd(args.toArray(String[]::new));
    }

    /** What the command prints; it must be done. */
    private String ctl(String... words) throws Exception {
        Ended ended = run(words);
        assertEquals(0, ended.status(), ended.err());
        return ended.out();
    }

    /** The same without a process of its own. */
    private String ask(String line) {
        StringBuilder answer = new StringBuilder();
        try {
            ControlClient.ask(socket, line, one -> answer.append(one).append('\n'));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return answer.toString();
    }

    private List<String> generations() throws Exception {
        List<String> lines = ctl("generations").lines().toList();
        return lines.subList(1, lines.size());
    }

    private static String fingerprint(String line) {
        return line.strip().split(" +", 4)[2];
    }

    private int held() {
        return number("(?m)^held ([0-9]+) rules", ask("status"));
    }

    private static int rules(String status) {
        return number("(?m)^rules ([0-9]+)$", status);
    }

    private static int number(String pattern, String text) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        return matcher.find() ? Integer.parseInt(matcher.group(1)) : 0;
    }

    /** How many of the hosts have a rule in force. */
    private int served(TailraceProcess proxy) {
        int served = pod(proxy, "/").isEmpty() ? 0 : 1;
        for (int i = 0; i < HOSTS; i++) {
            String host = "h" + i + ".test";
            served += RawConnection.getUnchecked(proxy.http(), host, "/").status() == 200 ? 1 : 0;
        }
        return served;
    }

    private static String pod(TailraceProcess proxy, String path) {
        return RawConnection.getUnchecked(proxy.http(), HOST, path).pod();
    }
}
