package io.tailrace.deploy.cluster;

import io.tailrace.deploy.RawConnection;
import io.tailrace.deploy.RawResponse;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A client that asks for one host again and again, on a connection of its own for each request, and
 * keeps what it did not like.
 */
final class Asking implements AutoCloseable {
    private final InetSocketAddress proxy;
    private final String host;
    private final AtomicLong right = new AtomicLong();
    private final List<String> wrong = new CopyOnWriteArrayList<>();
    private final Thread thread;
    private volatile boolean ended;

    private Asking(InetSocketAddress proxy, String host) {
        this.proxy = proxy;
        this.host = host;
        this.thread = Thread.ofPlatform().name("asking").unstarted(this::ask);
    }

    static Asking start(InetSocketAddress proxy, String host) {
        Asking asking = new Asking(proxy, host);
        asking.thread.start();
        return asking;
    }

    long right() {
        return right.get();
    }

    List<String> wrong() {
        return wrong;
    }

    private void ask() {
        while (!ended && wrong.size() < 10) {
            try (RawConnection connection = new RawConnection(proxy)) {
                RawResponse response = connection.get(host, "/");
                // A port that waits after each request would soon leave none.
                connection.reset();
                if (response.status() == 200) {
                    right.incrementAndGet();
                } else {
                    wrong.add(response.head());
                }
            } catch (IOException e) {
                wrong.add(e.toString());
            }
        }
    }

    @Override
    public void close() {
        ended = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
