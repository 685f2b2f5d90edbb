package io.tailrace.loadtest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

final class MainTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @ParameterizedTest
    @CsvSource({
        "'', Missing required parameter: 'URL'",
        "--bogus http://h/, Unknown option: '--bogus'",
        "https://h/, https://h/: https is not supported yet",
        "http://h/ --rate 0, --rate 0: must be 1 to 10000000",
        "http://h/ --rate 10000001, --rate 10000001: must be 1 to 10000000",
        "http://h/ --rate x, Invalid value for option '--rate'",
        "http://h/ --connections 0, --connections 0: must be 1 to 100000",
        "http://h/ --connections 100001, --connections 100001: must be 1 to 100000",
        "http://h/ --seconds 0, --seconds 0: must be 1 to 86400",
        "http://h/ --seconds 86401, --seconds 86401: must be 1 to 86400",
        "http://h/ --warmup -1, --warmup -1: must be 0 to 86400",
        "http://h/ --threads 65, --threads 65: must be 1 to 64",
        "http://h/ --threads 2 --connections 1, --threads 2: each needs a connection",
        "http://h/ --expect-status 100, --expect-status 100: must be 200 to 999",
        "http://h/ --expect-bytes -1, --expect-bytes: must not be negative",
        "http://h/ --body-bytes 67108865, --body-bytes 67108865: must be 0 to 67108864",
        "http://h/ --timeout 5, --timeout 5: must be a whole number with a unit",
        "http://h/ --timeout 0s, --timeout: must be 1ms to 1h",
        "http://h/ --timeout 999999999h, --timeout: must be 1ms to 1h",
        "http://h/ --header X, --header 'X': must be 'Name: value'",
    })
    void shouldSayWhyInOneLineWhenTheUsageIsWrong(String args, String why) {
        assertEquals(2, execute(args.isEmpty() ? new String[0] : args.split(" ")));
        String said = err.toString();
        assertTrue(said.startsWith("tailrace-load: " + why), said);
        assertEquals(1, said.lines().count(), said);
        assertEquals("", out.toString());
    }

    @Test
    void shouldSayWhyInOneLineWhenNothingListens() throws IOException {
        int port;
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = taken.getLocalPort();
        }
        assertEquals(1, execute("http://127.0.0.1:" + port + "/"));
        String said = err.toString();
        assertTrue(said.startsWith("tailrace-load: cannot connect to 127.0.0.1:" + port), said);
        assertEquals(1, said.lines().count(), said);
    }

    @Test
    void shouldNameEveryBoundWhenHelpIsAskedFor() {
        assertEquals(0, execute("--help"));
        for (int bound :
                new int[] {
                    LoadPlan.MAX_RATE,
                    LoadPlan.MAX_CONNECTIONS,
                    LoadPlan.MAX_SECONDS,
                    LoadPlan.MAX_THREADS,
                    RequestTemplate.MAX_BODY_BYTES
                }) {
            assertTrue(out.toString().contains(" " + bound), "bound " + bound);
        }
    }

    @ParameterizedTest
    @CsvSource({"1ms, 1000000", "2s, 2000000000", "3m, 180000000000", "1h, 3600000000000"})
    void shouldReadADurationWhenItHasAUnit(String text, long ns) {
        assertEquals(ns, Durations.parseNs(text));
    }

    private int execute(String... args) {
        CommandLine command = Main.commandLine();
        command.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        return command.execute(args);
    }
}
