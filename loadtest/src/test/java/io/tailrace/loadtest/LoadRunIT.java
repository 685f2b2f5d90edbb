package io.tailrace.loadtest;

import static io.tailrace.loadtest.ScriptedServer.write;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import picocli.CommandLine;

/** Whole runs of one second against real sockets. */
@Execution(ExecutionMode.CONCURRENT)
final class LoadRunIT {
    private static final long MS = 1_000_000L;
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";

    @Test
    void shouldFindEverythingRightWhenTheServerIs(@TempDir Path directory) throws Exception {
        Path log = directory.resolve("latency.hlog");
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exit;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            HttpServer server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 128);
            server.setExecutor(threads);
            server.createContext(
                    "/len",
                    exchange -> {
                        // 201 and the request's body back, if the request is what it should be.
                        byte[] body = exchange.getRequestBody().readAllBytes();
                        boolean asked =
                                exchange.getRequestMethod().equals("POST")
                                        && exchange.getRequestURI().toString().equals("/len?q=1")
                                        && List.of("foo.org")
                                                .equals(exchange.getRequestHeaders().get("Host"))
                                        && List.of("1", "2")
                                                .equals(exchange.getRequestHeaders().get("X-A"));
                        // Length 0 means chunked here.
                        exchange.sendResponseHeaders(asked ? 201 : 400, 0);
                        exchange.getResponseBody().write(body);
                        exchange.close();
                    });
            server.start();
            CommandLine command = Main.commandLine();
            command.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
            exit =
                    command.execute(
                            "http://127.0.0.1:" + server.getAddress().getPort() + "/len?q=1",
                            "--host=foo.org",
                            "--header=X-A: 1",
                            "--header=X-A: 2",
                            "--method=POST",
                            "--body-bytes=100000",
                            "--expect-status=201",
                            "--expect-bytes=100000",
                            "--rate=100",
                            "--connections=7",
                            "--threads=2",
                            "--seconds=1",
                            "--warmup=1",
                            "--json",
                            "--hdr-log=" + log);
            server.stop(0);
        }
        String json = out.toString();
        // A busy machine may keep the rate from being kept, and that alone.
        assertEquals(json.contains("\"rateKept\":true") ? 0 : 1, exit, () -> json + err);
        assertTrue(json.contains("\"sent\":100,"), json);
        assertTrue(json.contains("\"errors\":{}"), json);
        assertTrue(json.contains("\"right\":100,\"bodyBytes\":10000000,"), json);

        long logged = 0;
        try (HistogramLogReader reader = new HistogramLogReader(log.toFile())) {
            while (reader.hasNext()) {
                if (reader.nextIntervalHistogram() instanceof Histogram interval) {
                    logged += interval.getTotalCount();
                }
            }
        }
        assertEquals(100, logged);
    }

    @Test
    void shouldCountEachKindWhenTheServerIsWrongInEveryWay() throws Exception {
        // One connection: the n-th request that the server sees is the n-th that was sent.
        ScriptedServer.Script script =
                (n, out) -> {
                    switch (n % 8) {
                        case 0 -> write(out, OK);
                        case 1 -> write(out, OK.replace("200", "500"));
                        case 2 -> write(out, OK.replace("5\r\n\r\nhello", "4\r\n\r\nhell"));
                        case 3 -> write(out, OK + "!");
                        case 4 -> write(out, OK.replace(": 5", " : 5"));
                        case 5 -> write(out, OK.substring(0, OK.length() - 1));
                        case 6 -> {} // ends without a byte
                        default -> write(out, OK.replace("Content-Length: 5", "X: 1"));
                    }
                    return n % 8 < 5;
                };
        Report report;
        try (ScriptedServer server = new ScriptedServer(script).start()) {
            report = run(server, 40, 1, 5000, 5);
        }
        assertEquals(
                Map.of(
                        Fault.STATUS, 5L,
                        Fault.LENGTH, 5L,
                        Fault.EXTRA, 5L,
                        Fault.MALFORMED, 5L,
                        Fault.CUT, 5L,
                        Fault.CLOSED, 5L),
                counts(report));
        assertEquals(10, report.tally().right());
        assertEquals(10, report.latenciesNs().getTotalCount());
        assertFalse(report.isGood());
    }

    @Test
    void shouldCallItExtraWhenBytesComeToAnIdleConnection() throws Exception {
        ScriptedServer[] self = new ScriptedServer[1];
        ScriptedServer.Script script =
                (n, out) -> {
                    // Of two connections the only request is on one; the other speaks first.
                    for (int i = 0; i < 2; i++) {
                        OutputStream either = self[0].takeAccepted().getOutputStream();
                        if (!either.equals(out)) {
                            write(either, "HTTP/1.1 408 Request Timeout\r\n\r\n");
                        }
                    }
                    write(out, OK);
                    return true;
                };
        try (ScriptedServer server = new ScriptedServer(script)) {
            self[0] = server;
            Report report = run(server.start(), 1, 2, 5000, 5);
            assertEquals(Map.of(Fault.EXTRA, 1L), counts(report));
            assertEquals(1, report.tally().right());
        }
    }

    @Test
    void shouldListenOnForAWhileWhenTheLastResponseIsComplete() throws Exception {
        AtomicLong answeredAtNs = new AtomicLong();
        ScriptedServer.Script script =
                (n, out) -> {
                    answeredAtNs.set(System.nanoTime());
                    write(out, OK);
                    return true;
                };
        try (ScriptedServer server = new ScriptedServer(script).start()) {
            run(server, 1, 1, 5000, 5);
        }
        long listenedNs = System.nanoTime() - answeredAtNs.get();
        assertTrue(listenedNs >= 200 * MS, () -> listenedNs + " ns");
    }

    @Test
    void shouldTimeOutAndGoOnWhenAResponseDoesNotEnd() throws Exception {
        ScriptedServer.Script script =
                (n, out) -> {
                    write(out, n == 3 ? OK.substring(0, OK.length() - 1) : OK);
                    return true;
                };
        Report report;
        try (ScriptedServer server = new ScriptedServer(script).start()) {
            report = run(server, 20, 2, 1000, 5);
        }
        assertEquals(Map.of(Fault.TIMEOUT, 1L), counts(report));
        assertEquals(19, report.tally().right());
        assertEquals(1, report.tally().reopenedCount());
    }

    @Test
    void shouldGiveUpWhatCannotLeaveWhenTheServerHasGone() throws Exception {
        ScriptedServer[] self = new ScriptedServer[1];
        ScriptedServer.Script script =
                (n, out) -> {
                    self[0].close();
                    return false;
                };
        try (ScriptedServer server = new ScriptedServer(script)) {
            self[0] = server;
            Report report = run(server.start(), 20, 1, 1000, 5);
            Map<Fault, Long> counts = counts(report);
            assertTrue(counts.getOrDefault(Fault.CONNECT, 0L) >= 1, () -> "" + counts);
            assertEquals(1L, counts.get(Fault.CLOSED));
            assertEquals(19L, counts.get(Fault.UNSENT));
            assertEquals(1, report.tally().sent());
            assertFalse(report.rateWasKept());
        }
    }

    @Test
    void shouldUseANewConnectionEachTimeWhenResponsesEndWithTheirConnection() throws Exception {
        ScriptedServer.Script script =
                (n, out) -> {
                    write(
                            out,
                            n % 2 == 0
                                    ? "HTTP/1.0 200 OK\r\n\r\nhello"
                                    : OK.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n"));
                    return false;
                };
        Report report;
        try (ScriptedServer server = new ScriptedServer(script).start()) {
            report = run(server, 100, 3, 5000, 5);
        }
        assertEquals(Map.of(), counts(report));
        assertEquals(100, report.tally().right());
        assertEquals(100, report.tally().reopenedCount());
    }

    @Test
    void shouldChargeTheStallToAllThatHadToWaitWhenTheServerStallsOnce() throws Exception {
        // One lock for all connections: while request 50 is stalled, nobody is answered.
        Object lock = new Object();
        ScriptedServer.Script script =
                (n, out) -> {
                    synchronized (lock) {
                        if (n == 50) {
                            Thread.sleep(400); // the stall itself
                        }
                    }
                    write(out, OK);
                    return true;
                };
        Report report;
        try (ScriptedServer server = new ScriptedServer(script).start()) {
            report = run(server, 200, 4, 5000, 5);
        }
        assertEquals(Map.of(), counts(report));
        // 80 requests were scheduled in those 400 ms, of which 4 fit on the connections; 60 of them
        // in the first 300 ms, with at least 100 ms to go.
        Histogram latenciesNs = report.latenciesNs();
        long atLeast100Ms = latenciesNs.getCountBetweenValues(100 * MS, latenciesNs.getMaxValue());
        assertTrue(atLeast100Ms >= 60, () -> atLeast100Ms + " requests:\n" + report.text());
        assertTrue(latenciesNs.getMaxValue() >= 400 * MS, report::text);
        assertTrue(latenciesNs.getValueAtPercentile(75) >= 100 * MS, report::text);
        assertTrue(report.tally().lateForConnection() >= 40, report::text);
    }

    private static Report run(
            ScriptedServer server, int rate, int connections, long timeoutMs, long expectBytes)
            throws IOException, InterruptedException {
        Target target = Target.parse(server.url());
        RequestTemplate request = RequestTemplate.of("GET", "/", target.authority(), List.of(), 0);
        LoadPlan plan =
                new LoadPlan(
                        target,
                        request,
                        rate,
                        connections,
                        1,
                        0,
                        1,
                        timeoutMs * MS,
                        200,
                        OptionalLong.of(expectBytes));
        return new LoadRun(plan, null).run();
    }

    private static Map<Fault, Long> counts(Report report) {
        Map<Fault, Long> counts = new EnumMap<>(Fault.class);
        report.tally().faults().forEach((fault, count) -> counts.put(fault, count.count()));
        return counts;
    }
}
