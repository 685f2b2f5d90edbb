package io.tailrace.deploy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Requests with pauses that meet the moment at which a pod closes its idle connections. Each client
 * has a service of its own, all of the same pod, so that no connection is kept in use by another.
 *
 * @param name of services and hosts, with the client's number
 * @param rounds pauses of each client
 * @param postPath what is posted to, and answered with what was posted
 * @param getPath what is got
 */
record Gaps(
        String name,
        int clients,
        int rounds,
        long firstMs,
        long stepMs,
        String postPath,
        String getPath) {
    void describe(Manifests manifests, int podPort) throws IOException {
        for (int i = 0; i < clients; i++) {
            manifests.service(service(i), podPort);
            manifests.ingress(service(i), host(i), "/=" + service(i));
        }
    }

    /** Whatever was not answered as it should be. */
    List<String> lost(InetSocketAddress proxy) throws Exception {
        List<String> lost = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<List<String>>> tasks = new ArrayList<>();
            for (int i = 0; i < clients; i++) {
                int client = i;
                tasks.add(() -> run(proxy, client));
            }
            for (Future<List<String>> result : threads.invokeAll(tasks)) {
                lost.addAll(result.get());
            }
        }
        return lost;
    }

    /** Every other client posts. */
    private List<String> run(InetSocketAddress proxy, int client) throws Exception {
        List<String> lost = new ArrayList<>();
        try (RawConnection connection = new RawConnection(proxy)) {
            for (int round = 0; round <= rounds; round++) {
                String body = client % 2 == 0 ? "client " + client + " round " + round : "";
                connection.send(request(client, body));
                RawResponse response = connection.read();
                boolean right = body.isEmpty() || response.body().equals(body);
                if (response.status() != 200 || !right) {
                    lost.add("client " + client + " round " + round + ": " + response);
                }
                if (round < rounds) {
                    // The pause is what is tried here, not a way to wait for something.
                    Thread.sleep(firstMs + stepMs * (client * rounds + round));
                }
            }
        }
        return lost;
    }

    private String request(int client, String body) {
        if (body.isEmpty()) {
            return "GET " + getPath + " HTTP/1.1\r\nHost: " + host(client) + "\r\n\r\n";
        }
        return "POST "
                + postPath
                + " HTTP/1.1\r\nHost: "
                + host(client)
                + "\r\nContent-Length: "
                + body.length()
                + "\r\n\r\n"
                + body;
    }

    private String service(int client) {
        return name + "-" + client;
    }

    private String host(int client) {
        return service(client) + ".test";
    }
}
