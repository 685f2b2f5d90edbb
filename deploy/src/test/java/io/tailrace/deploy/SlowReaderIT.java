package io.tailrace.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.management.ManagementFactory;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What slow readers cost: 5,000 clients ask for 1 MiB each, read a few KiB and then nothing.
 *
 * <p>The bound, from how the cores share out their memory (64 MiB of buffers a core): a response
 * that its client does not take keeps one buffer, of 69 KiB while less than a quarter of the budget
 * is out, of 16 KiB while less than half is, then of 2 KiB. So a core has at most half its budget
 * in large and medium ones, and 2 KiB for each further reader; beside them each reader has two
 * sockets with their JDK objects, and its exchange.
 */
final class SlowReaderIT {
    private static final int WANTED = 5_000;
    private static final int READ_ON = 200;
    private static final int BODY = 1 << 20;
    private static final int FEW = 2 << 10;
    private static final int PART = 16 << 10;
    private static final int CORES = 2;
    private static final int THREADS = 8;
    private static final int SPARE = 500;
    private static final long BUDGET_PER_CORE = 64L << 20;
    private static final long SMALL_BUFFER = 2 << 10;
    private static final long OBJECTS_PER_READER = 20 << 10;

    /** Most that kernel and proxy together take of a response that nobody reads. */
    private static final long TAKEN_PER_READER = BODY / 2;

    @TempDir private Path directory;
    private final int readers = fitting();
    private final byte[] body = body();
    private final AtomicLong written = new AtomicLong();

    @Test
    void shouldStayWithinItsMemoryAndServeOthersWhenThousandsReadSlowly() throws Exception {
        try (EchoPod echo = EchoPod.start("echo", "echo-1");
                ScriptedPod large = ScriptedPod.startOnSockets(this::answerLarge)) {
            new Manifests(directory)
                    .service("echo", echo.port())
                    .service("large", large.port())
                    .ingress("web", "a.test", "/echo=echo", "/large=large");
            try (TailraceProcess proxy =
                    TailraceProcess.start(
                            directory, "--cores", "" + CORES, "--write-timeout", "10m")) {
                check(proxy);
            }
        }
    }

    private void check(TailraceProcess proxy) throws Exception {
        Metrics metrics = new Metrics(proxy);
        long[] before = latencies(proxy);
        long rssBefore = proxy.figures().rssBytes();
        List<Reader> reading = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
            Callable<Reader> begin = () -> beginToRead(proxy);
            for (Future<Reader> reader : threads.invokeAll(Collections.nCopies(readers, begin))) {
                reading.add(reader.get());
            }
            metrics.await("tailrace_exchanges", readers);
            long[] meanwhile = latencies(proxy);
            long rss = proxy.figures().rssBytes();
            long taken = written.get() / readers;

            List<Callable<Boolean>> rest = new ArrayList<>();
            for (Reader reader : reading.subList(0, READ_ON)) {
                rest.add(
                        () -> {
                            readRest(reader);
                            return true;
                        });
            }
            for (Future<Boolean> read : threads.invokeAll(rest)) {
                assertTrue(read.get());
            }
            long growth = proxy.figures().peakRssBytes() - rssBefore;
            long bound =
                    CORES * BUDGET_PER_CORE / 2 + readers * (SMALL_BUFFER + OBJECTS_PER_READER);
            System.out.printf(
                    "%d slow readers: RSS %d -> %d MiB, at most %d MiB more (%.1f KiB each), bound"
                            + " %d MiB; pods wrote %d KiB each; others' p50/p99 %d/%d us before,"
                            + " %d/%d us meanwhile%n",
                    readers,
                    rssBefore >> 20,
                    rss >> 20,
                    growth >> 20,
                    growth / 1024.0 / readers,
                    bound >> 20,
                    taken >> 10,
                    before[before.length / 2],
                    before[before.length * 99 / 100],
                    meanwhile[meanwhile.length / 2],
                    meanwhile[meanwhile.length * 99 / 100]);
            // Else the kernel held the responses, and nothing is proved.
            assertTrue(taken < TAKEN_PER_READER, "pods wrote " + taken + " bytes each");
            assertTrue(growth < bound, "RSS grew by " + growth + ", more than " + bound);
        } finally {
            reading.forEach(reader -> reader.socket().close());
        }
        metrics.awaitQuiet();
        assertEquals(200, RawConnection.get(proxy.http(), "a.test", "/echo").status());
    }

    /** The head and a few KiB of the body, as one piece. */
    private Reader beginToRead(TailraceProcess proxy) throws IOException {
        NarrowSocket socket = NarrowSocket.connect(proxy.http());
        socket.send("GET /large HTTP/1.1\r\nHost: a.test\r\n\r\n");
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment first = arena.allocate(FEW);
            int count = 0;
            while (count < FEW) {
                int more = socket.receive(first.asSlice(count));
                assertTrue(more > 0, "ended after " + count);
                count += more;
            }
            String text =
                    new String(first.toArray(ValueLayout.JAVA_BYTE), StandardCharsets.ISO_8859_1);
            int bodyStart = text.indexOf("\r\n\r\n") + 4;
            assertTrue(text.startsWith("HTTP/1.1 200 "), text);
            check(first.asSlice(bodyStart), 0);
            return new Reader(socket, FEW - bodyStart);
        }
    }

    private void readRest(Reader reader) throws IOException {
        reader.socket().widen();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment part = arena.allocate(64 << 10);
            int at = reader.bodyBytes();
            while (at < BODY) {
                int count = reader.socket().receive(part);
                assertTrue(count > 0, "ended after " + at);
                check(part.asSlice(0, count), at);
                at += count;
            }
            assertEquals(BODY, at);
        }
    }

    private void check(MemorySegment part, int at) {
        MemorySegment expected = MemorySegment.ofArray(body).asSlice(at, part.byteSize());
        assertEquals(-1, expected.mismatch(part), "differs behind " + at);
    }

    /** A client that has read so much of its response. */
    private record Reader(NarrowSocket socket, int bodyBytes) {}

    private void answerLarge(Socket connection) throws IOException {
        // What the kernel takes on the pod's side says nothing about the proxy.
        connection.setSendBufferSize(PART);
        InputStream in = new BufferedInputStream(connection.getInputStream());
        OutputStream out = connection.getOutputStream();
        while (EchoedRequest.read(in, out) != null) {
            ScriptedPod.write(out, "HTTP/1.1 200 OK\r\nContent-Length: " + BODY + "\r\n\r\n");
            for (int at = 0; at < BODY; at += PART) {
                out.write(body, at, PART);
                written.addAndGet(PART);
            }
        }
    }

    /** Each has a socket of the client's and one of the pod's in this process. */
    private static int fitting() {
        long descriptors =
                ManagementFactory.getPlatformMXBean(UnixOperatingSystemMXBean.class)
                        .getMaxFileDescriptorCount();
        return (int) Math.min(WANTED, (descriptors - SPARE) / 2);
    }

    private static byte[] body() {
        byte[] bytes = new byte[BODY];
        for (int i = 0; i < BODY; i++) {
            bytes[i] = (byte) (i * 31 + (i >> 8) + (i >> 16));
        }
        return bytes;
    }

    /** Latencies of requests of others in microseconds, sorted. */
    private static long[] latencies(TailraceProcess proxy) throws IOException {
        long[] latencies = new long[300];
        for (int i = 0; i < latencies.length; i++) {
            long beganNs = System.nanoTime();
            assertEquals(200, RawConnection.get(proxy.http(), "a.test", "/echo").status());
            latencies[i] = (System.nanoTime() - beganNs) / 1_000;
        }
        Arrays.sort(latencies);
        return latencies;
    }
}
