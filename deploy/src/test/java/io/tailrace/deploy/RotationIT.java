package io.tailrace.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A certificate that is replaced again and again under load. {@code -Dtailrace.rotations=N} says
 * how often; memory is judged from 1,000 on.
 */
final class RotationIT {
    private static final int ROTATIONS = Integer.getInteger("tailrace.rotations", 50);

    /** The heap of a short one is still growing. */
    private static final int LONG_RUN = 1000;

    private static final int CERTIFICATES = 7;
    private static final int LASTING = 4;
    private static final int FRESH = 2;

    @TempDir private Path directory;
    @TempDir private Path certificates;

    private final AtomicBoolean stop = new AtomicBoolean();
    private final AtomicInteger shown = new AtomicInteger(-1);
    private final List<Certificate> all = new ArrayList<>();

    @Test
    void shouldFailNoRequestAndKeepNoMemory() throws Exception {
        Peers.need("openssl", "openssl");
        List<CertificateFiles> files = new ArrayList<>();
        for (int i = 0; i < CERTIFICATES; i++) {
            files.add(
                    CertificateFiles.make(
                            certificates,
                            "c" + i,
                            i % 2 == 0 ? "ec:prime256v1" : "rsa:2048",
                            "a.test"));
            all.add(read(files.get(i).pem()));
        }
        try (EchoPod echo = EchoPod.start("echo", "echo-1");
                ExecutorService clients = Executors.newFixedThreadPool(LASTING + FRESH)) {
            Manifests manifests = new Manifests(directory).service("echo", echo.port());
            manifests.write("secret-a", files.getFirst().secret("a"));
            manifests.tlsIngress("a", "a.test", "a", "/=echo");
            try (TailraceProcess proxy =
                    TailraceProcess.start(directory, "--https", "127.0.0.1:0", "--cores", "2")) {
                List<Future<Long>> loads = new ArrayList<>();
                try {
                    for (int i = 0; i < LASTING; i++) {
                        loads.add(clients.submit(lasting(proxy)));
                    }
                    for (int i = 0; i < FRESH; i++) {
                        loads.add(clients.submit(fresh(proxy)));
                    }
                    rotate(manifests, files, proxy.figures(), loads);
                } finally {
                    stop.set(true);
                }
                long requests = 0;
                for (Future<Long> load : loads) {
                    requests += load.get();
                }
                System.out.println(
                        ROTATIONS + " rotations, " + requests + " requests, none failed");
            }
        }
    }

    private void rotate(
            Manifests manifests,
            List<CertificateFiles> files,
            ProcessFigures figures,
            List<Future<Long>> loads)
            throws IOException {
        long middle = 0;
        List<Long> lags = new ArrayList<>();
        for (int i = 1; i <= ROTATIONS; i++) {
            int next = i % CERTIFICATES;
            long beganNs = System.nanoTime();
            manifests.write("secret-a", files.get(next).secret("a"));
            Until.isTrue(
                    "certificate " + next + " is shown",
                    () -> shown.get() == next || loads.stream().anyMatch(Future::isDone));
            lags.add((System.nanoTime() - beganNs) / 1_000_000);
            if (loads.stream().anyMatch(Future::isDone)) {
                return; // its failure is told by who asks for it
            }
            if (i == ROTATIONS / 2) {
                middle = figures.rssBytes();
            }
        }
        lags.sort(null);
        System.out.printf(
                "rotation to the first handshake under it: p50 %d ms, p99 %d ms, most %d ms;"
                        + " resident %d MiB in the middle, %d MiB at the end%n",
                lags.get(lags.size() / 2),
                lags.get(lags.size() * 99 / 100),
                lags.getLast(),
                middle >> 20,
                figures.rssBytes() >> 20);
        if (ROTATIONS >= LONG_RUN) {
            assertTrue(figures.rssBytes() < middle + (64L << 20), "memory is kept");
        }
    }

    /** Requests on one connection, from the first certificate to the last. */
    private Callable<Long> lasting(TailraceProcess proxy) {
        return () -> {
            long requests = 0;
            try (RawConnection client = new RawConnection(connect(proxy))) {
                while (!stop.get()) {
                    assertEquals(200, client.get("a.test", "/").status());
                    requests++;
                }
            }
            return requests;
        };
    }

    /** A connection for each request. */
    private Callable<Long> fresh(TailraceProcess proxy) {
        return () -> {
            long requests = 0;
            while (!stop.get()) {
                SSLSocket socket = connect(proxy);
                try (RawConnection client = new RawConnection(socket)) {
                    Certificate certificate = socket.getSession().getPeerCertificates()[0];
                    assertEquals(200, client.get("a.test", "/").status());
                    requests++;
                    int index = all.indexOf(certificate);
                    assertTrue(index >= 0, "a certificate of nobody");
                    shown.set(index);
                }
            }
            return requests;
        };
    }

    private static SSLSocket connect(TailraceProcess proxy) throws Exception {
        // A context for each connection: no session is resumed, each is a full handshake.
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new TrustAll()}, new SecureRandom());
        InetSocketAddress https = proxy.https();
        return (SSLSocket)
                context.getSocketFactory()
                        .createSocket(
                                new Socket(https.getAddress(), https.getPort()),
                                "a.test",
                                https.getPort(),
                                true);
    }

    private static X509Certificate read(Path pem) throws Exception {
        try (InputStream in = Files.newInputStream(pem)) {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(in);
        }
    }
}
