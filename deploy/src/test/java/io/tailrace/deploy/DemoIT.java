package io.tailrace.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tailrace.deploy.Launcher.Ended;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The demo, as a newcomer runs it. */
final class DemoIT {
    private static final Pattern CURL =
            Pattern.compile(" +curl -H 'Host: foo.com' http://127.0.0.1:(\\d+)/a");
    private static final Pattern MANIFESTS = Pattern.compile("The manifests are in (\\S+)\\.");

    @Test
    void shouldShowEveryRuleServedByTheRightPodWhenItRunsOnce() throws Exception {
        Ended demo = Launcher.runToEnd("demo", "--once");
        assertEquals(0, demo.status(), demo.out() + demo.err());
        assertEquals("", demo.err());
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
    void shouldStayUpAndLeaveNothingBehindWhenItRunsUntilASignal() throws Exception {
        try (TailraceProcess demo = TailraceProcess.launch("demo")) {
            demo.line("Change them");
            String output = String.join("\n", demo.output());
            InetSocketAddress proxy =
                    new InetSocketAddress(
                            InetAddress.ofLiteral("127.0.0.1"),
                            Integer.parseInt(find(CURL, output)));
            assertTrue(RawConnection.get(proxy, "foo.com", "/a").pod().startsWith("foo-a-"));

            Path manifests = Path.of(find(MANIFESTS, output));
            Path ingress = manifests.resolve("ingress.yaml");
            Files.writeString(ingress, Files.readString(ingress).replace("foo.com", "new.com"));
            demo.logged("generation 2:");
            assertTrue(RawConnection.get(proxy, "new.com", "/a").pod().startsWith("foo-a-"));

            demo.terminate();
            assertEquals(0, demo.awaitExit(20));
            assertFalse(Files.exists(manifests));
        }
    }

    private static String find(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        assertTrue(matcher.find(), pattern + " in " + text);
        return matcher.group(1);
    }

    private static boolean hasLine(String text, String pattern) {
        return text.lines().anyMatch(line -> line.strip().matches(pattern));
    }
}
