package io.tailrace.control.apiserver;

import io.fabric8.kubernetes.client.Config;
import java.util.HashMap;
import java.util.Map;

/**
 * Connections to the API server for any number of watches. A server takes 100 streams on one
 * connection, and the client fails what is beyond that instead of opening another one: so each
 * client gets half as many, and each watch stays with the client that it has.
 *
 * <p>Thread: any.
 */
final class Lanes implements AutoCloseable {
    private static final int MOST = 50;

    private final Config config;

    /** Each with how many use it. */
    private final Map<ApiConnection, Integer> users = new HashMap<>();

    Lanes(Config config) {
        this.config = config;
    }

    /** One that has room. */
    synchronized ApiConnection take() {
        for (Map.Entry<ApiConnection, Integer> lane : users.entrySet()) {
            if (lane.getValue() < MOST) {
                lane.setValue(lane.getValue() + 1);
                return lane.getKey();
            }
        }
        ApiConnection lane = new ApiConnection(config);
        users.put(lane, 1);
        return lane;
    }

    /** Nobody uses it any more in place of one who did. The last one closes it. */
    synchronized void give(ApiConnection lane) {
        if (users.computeIfPresent(lane, (_, count) -> count == 1 ? null : count - 1) == null) {
            lane.close();
        }
    }

    @Override
    public synchronized void close() {
        users.keySet().forEach(ApiConnection::close);
        users.clear();
    }
}
