package io.tailrace.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.tailrace.deploy.Issuing.Issued;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The certificate that pods are shown, replaced again and again under load. */
final class PodRotationIT {
    private static final int ROTATIONS = 12;
    private static final int CLIENTS = 4;

    @TempDir private Path directory;
    @TempDir private Path certificates;

    private final AtomicBoolean stop = new AtomicBoolean();
    private final AtomicReference<String> shown = new AtomicReference<>("");

    @Test
    void shouldFailNoRequestAndShowTheNewCertificate() throws Exception {
        Peers.need("openssl", "openssl");
        Issuing issuing = new Issuing(certificates);
        Issued ca = issuing.authority("ca", null);
        Path pods = issuing.keyStore(issuing.pod("pod", "web.default.svc", ca));
        List<String> secrets = new ArrayList<>();
        for (String name : new String[] {"one", "two"}) {
            secrets.add(Issuing.secret("own", ca, issuing.client(name, "/CN=" + name, ca)));
        }
        try (HttpsPod pod = HttpsPod.start(pods, true);
                ExecutorService clients = Executors.newFixedThreadPool(CLIENTS)) {
            Manifests manifests =
                    new Manifests(directory)
                            .write("secret-own", secrets.get(0))
                            .service("web", pod.port())
                            .annotatedIngress(
                                    "web",
                                    "a.test",
                                    List.of(
                                            "backend-protocol: HTTPS",
                                            "proxy-ssl-secret: own",
                                            "proxy-ssl-verify: \"on\""),
                                    "/=web");
            try (TailraceProcess proxy = TailraceProcess.start(directory, "--cores", "2")) {
                List<Future<Long>> loads = new ArrayList<>();
                try {
                    for (int i = 0; i < CLIENTS; i++) {
                        loads.add(clients.submit(load(proxy)));
                    }
                    for (int i = 1; i <= ROTATIONS; i++) {
                        manifests.write("secret-own", secrets.get(i % 2));
                        String expected = i % 2 == 0 ? "CN=one" : "CN=two";
                        Until.isTrue(
                                "shows " + expected,
                                () ->
                                        shown.get().equals(expected)
                                                || loads.stream().anyMatch(Future::isDone));
                        assertFalse(loads.stream().anyMatch(PodRotationIT::hasFailed));
                    }
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

    private static boolean hasFailed(Future<Long> load) {
        return load.state() == Future.State.FAILED;
    }

    private Callable<Long> load(TailraceProcess proxy) {
        return () -> {
            long requests = 0;
            try (RawConnection client = new RawConnection(proxy.http())) {
                while (!stop.get()) {
                    RawResponse response = client.get("a.test", "/");
                    assertEquals(200, response.status(), () -> response.head() + proxy.log());
                    response.body()
                            .lines()
                            .filter(line -> line.startsWith("shown: "))
                            .forEach(line -> shown.set(line.substring("shown: ".length())));
                    requests++;
                }
            }
            return requests;
        };
    }
}
