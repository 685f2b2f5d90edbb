package io.tailrace.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where clients come from, whose word counts, and where they may come to. */
final class AddressesIT {
    private static final String TRUSTED = "127.0.0.2";
    private static final String UNTRUSTED = "127.0.0.1";
    private static final String FORWARDED =
            "GET /echo HTTP/1.1\r\nHost: a.test\r\nX-Forwarded-For: 203.0.113.9\r\n"
                    + "X-Forwarded-Proto: https\r\nX-Forwarded-Host: shop.test\r\n"
                    + "X-Forwarded-Port: 443\r\nX-Forwarded-Prefix: /shop\r\n"
                    + "X-Real-IP: 203.0.113.9\r\nX-Original-URL: /admin\r\n"
                    + "Forwarded: for=203.0.113.9\r\nX-Request-ID: mine\r\n"
                    + "X_Forwarded_For: 198.51.100.1\r\nx_real-ip: 198.51.100.1\r\n\r\n";

    @TempDir private static Path directory;
    private static Pods pods;
    private static TailraceProcess proxy;

    @BeforeAll
    static void start() throws Exception {
        pods = new Pods(directory).addEcho("echo");
        proxy = TailraceProcess.start(pods.directory(), "--trusted-cidr", TRUSTED + "/32");
    }

    @AfterAll
    static void stop() throws Exception {
        for (AutoCloseable started : new AutoCloseable[] {proxy, pods}) {
            if (started != null) {
                started.close();
            }
        }
    }

    @Test
    void shouldAppendToOrKeepForwardedFieldsWhenThePeerIsTrusted() throws IOException {
        List<String> seen = seenByThePod(TRUSTED);
        assertOnly(seen, "X-Forwarded-For: 203.0.113.9, " + TRUSTED);
        assertOnly(seen, "X-Forwarded-Proto: https");
        assertOnly(seen, "X-Forwarded-Host: shop.test");
        assertOnly(seen, "X-Forwarded-Port: 443");
        assertOnly(seen, "X-Forwarded-Prefix: /shop");
        assertOnly(seen, "X-Real-IP: 203.0.113.9");
        assertOnly(seen, "Forwarded: for=203.0.113.9");
        assertOnly(seen, "X-Request-ID: mine");
        assertNoAlias(seen);
    }

    @Test
    void shouldReplaceOrDropForwardedFieldsWhenThePeerIsNotTrusted() throws IOException {
        List<String> seen = seenByThePod(UNTRUSTED);
        assertOnly(seen, "X-Forwarded-For: " + UNTRUSTED);
        assertOnly(seen, "X-Forwarded-Proto: http");
        assertOnly(seen, "X-Forwarded-Host: a.test");
        assertOnly(seen, "X-Forwarded-Port: " + proxy.http().getPort());
        assertOnly(seen, "X-Real-IP: " + UNTRUSTED);
        assertOnly(seen, "X-Request-ID: mine");
        for (String name : List.of("x-forwarded-prefix", "x-original-url", "forwarded")) {
            assertTrue(seen.stream().noneMatch(line -> isField(line, name)), seen.toString());
        }
        assertNoAlias(seen);
    }

    @Test
    void shouldServeOnIpv6WhenAskedTo() throws IOException {
        assumeTrue(hasIpv6(), "no IPv6 loopback on this machine: [::1] cannot be listened on");
        try (TailraceProcess both =
                TailraceProcess.start(directory, "--http", "[::1]:0", "--http", "[::]:0")) {
            InetSocketAddress loopback = both.httpAddresses().get(0);
            InetSocketAddress any = both.httpAddresses().get(1);
            assertSeenAs("0:0:0:0:0:0:0:1", loopback);
            assertSeenAs(
                    "0:0:0:0:0:0:0:1",
                    new InetSocketAddress(InetAddress.ofLiteral("::1"), any.getPort()));
            // The wildcard of IPv6 takes IPv4 too, and tells its addresses in their own form.
            assertSeenAs(
                    "127.0.0.1",
                    new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), any.getPort()));
        }
    }

    private static void assertSeenAs(String client, InetSocketAddress address) throws IOException {
        RawResponse response = RawConnection.get(address, Pods.HOST, "/echo");
        assertEquals(200, response.status());
        assertOnly(response.body().lines().toList(), "X-Forwarded-For: " + client);
    }

    private static List<String> seenByThePod(String client) throws IOException {
        InetSocketAddress local = new InetSocketAddress(InetAddress.ofLiteral(client), 0);
        try (RawConnection connection = new RawConnection(proxy.http(), local)) {
            connection.send(FORWARDED);
            RawResponse response = connection.read();
            assertEquals(200, response.status(), response.head());
            return response.body().lines().toList();
        }
    }

    /** The field is there once, and so. */
    private static void assertOnly(List<String> seen, String line) {
        String name = line.substring(0, line.indexOf(':')).toLowerCase(Locale.ROOT);
        assertEquals(
                List.of(line),
                seen.stream().filter(other -> isField(other, name)).toList(),
                seen::toString);
    }

    private static void assertNoAlias(List<String> seen) {
        assertFalse(seen.toString().contains("198.51.100.1"), seen.toString());
    }

    private static boolean isField(String line, String name) {
        return line.toLowerCase(Locale.ROOT).startsWith(name + ":");
    }

    private static boolean hasIpv6() {
        try (ServerSocket socket = new ServerSocket(0, 0, InetAddress.ofLiteral("::1"))) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }
}
