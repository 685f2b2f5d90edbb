package io.tailrace.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The end of the process. */
final class DrainIT {
    private static final long EXIT_S = 20;

    @TempDir private Path directory;

    @Test
    void shouldFinishTheResponseInFlightAndEndWith0WhenTerminated() throws Exception {
        CountDownLatch goOn = new CountDownLatch(1);
        ScriptedPod.Script slow =
                (in, out) -> {
                    EchoedRequest.read(in, out);
                    ScriptedPod.write(out, "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nfirst");
                    goOn.await();
                    ScriptedPod.write(out, "later");
                };
        try (ScriptedPod pod = ScriptedPod.start(slow)) {
            new Manifests(directory).service("slow", pod.port()).ingress("web", "a.test", "/=slow");
            try (TailraceProcess proxy = TailraceProcess.start(directory);
                    RawConnection idle = new RawConnection(proxy.http());
                    RawConnection busy = new RawConnection(proxy.http())) {
                assertEquals(404, idle.get("unknown.test", "/").status());
                busy.send("GET / HTTP/1.1\r\nHost: a.test\r\n\r\n");
                assertEquals(200, busy.readHead().status());
                assertEquals("first", busy.readText(5));

                proxy.terminate();
                Until.isTrue("no new connections", () -> !isListening(proxy.http()));
                assertTrue(idle.isAtEnd());
                RawResponse ready = RawConnection.get(proxy.admin(), "localhost", "/readyz");
                assertEquals(503, ready.status());
                assertEquals("not ready: draining", ready.body().strip());
                assertTrue(proxy.isAlive());

                goOn.countDown();
                assertEquals("later", busy.readText(5));
                assertTrue(busy.isAtEnd());
                assertEquals(0, proxy.awaitExit(EXIT_S));
                proxy.logged("drained in ");
                assertTrue(proxy.log().stream().noneMatch(line -> line.contains(" ERROR ")));
            } finally {
                goOn.countDown();
            }
        }
    }

    @Test
    void shouldEndWith0AtOnceWhenNothingIsInFlight() throws Exception {
        new Manifests(directory);
        try (TailraceProcess proxy = TailraceProcess.start(directory)) {
            proxy.terminate();
            assertEquals(0, proxy.awaitExit(EXIT_S));
        }
    }

    private static boolean isListening(InetSocketAddress address) {
        try (Socket socket = new Socket(address.getAddress(), address.getPort())) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }
}
