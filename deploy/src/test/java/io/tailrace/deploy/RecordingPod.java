package io.tailrace.deploy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A pod that keeps what it gets, whole messages and parts of messages. */
final class RecordingPod implements AutoCloseable {
    /** Answers one whole message. */
    interface Answer {
        /** Returns whether the connection stays open. */
        boolean write(PodMessage message, OutputStream out) throws Exception;
    }

    private final Map<String, List<PodMessage>> got = new ConcurrentHashMap<>();
    private final AtomicInteger connections = new AtomicInteger();
    private final Answer answer;
    private final boolean continues;
    private final ScriptedPod pod;

    private RecordingPod(Answer answer, boolean continues) throws IOException {
        this.answer = answer;
        this.continues = continues;
        this.pod = ScriptedPod.start(this::serve);
    }

    static RecordingPod start(Answer answer) throws IOException {
        return new RecordingPod(answer, false);
    }

    /** One that answers with the content it got, and asks for it where it is expected to. */
    static RecordingPod startEcho() throws IOException {
        return new RecordingPod(RecordingPod::echo, true);
    }

    private static boolean echo(PodMessage message, OutputStream out) throws IOException {
        int length = message.content().length();
        String head = "HTTP/1.1 200 OK\r\nContent-Length: " + length + "\r\n\r\n";
        ScriptedPod.write(
                out, head + (message.asked().startsWith("HEAD") ? "" : message.content()));
        return true;
    }

    int port() {
        return pod.port();
    }

    /** What came of a client so far, by its address. */
    List<PodMessage> from(String client) {
        return List.copyOf(got.getOrDefault(client, List.of()));
    }

    /** All that came, by the client's address; waits until every connection is at its end. */
    Map<String, List<PodMessage>> all() {
        Until.isTrue("all connections at their end", () -> connections.get() == 0);
        return Map.copyOf(got);
    }

    private void serve(InputStream in, OutputStream out) throws Exception {
        connections.incrementAndGet();
        try {
            boolean open = true;
            while (open && isMoreToCome(in)) {
                PodMessage message = PodMessage.read(in, head -> continueIfExpected(head, out));
                got.computeIfAbsent(message.client(), client -> new CopyOnWriteArrayList<>())
                        .add(message);
                open = message.complete() && answer.write(message, out);
            }
        } finally {
            connections.decrementAndGet();
        }
    }

    private void continueIfExpected(String head, OutputStream out) throws IOException {
        if (continues && head.contains("\r\nExpect: ")) {
            ScriptedPod.write(out, "HTTP/1.1 100 Continue\r\n\r\n");
        }
    }

    private static boolean isMoreToCome(InputStream in) throws IOException {
        in.mark(1);
        boolean more = in.read() >= 0;
        in.reset();
        return more;
    }

    @Override
    public void close() throws IOException {
        pod.close();
    }
}
