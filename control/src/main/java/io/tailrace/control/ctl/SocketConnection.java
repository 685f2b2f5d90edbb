package io.tailrace.control.ctl;

import io.tailrace.control.hold.Orders;
import io.tailrace.control.hold.Outcome;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Iterator;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One connection of the control socket. A line is read, answered and written out before the next
 * one is looked at.
 *
 * <p>Thread: control-socket.
 */
final class SocketConnection {
    static final int LONGEST_LINE = 4096;

    /** A person types. */
    static final long IDLE_NS = TimeUnit.SECONDS.toNanos(60);

    private static final long OBEY_NS = TimeUnit.SECONDS.toNanos(10);
    private static final long WRITE_NS = TimeUnit.SECONDS.toNanos(10);

    /** How much of an answer is made at a time. */
    private static final int PIECE = 16 * 1024;

    private enum State {
        /** For a line; {@code input} holds what there is of it. */
        READS,
        /** For the control thread; {@code ordered} is set. */
        WAITS,
        /**
         * {@code answer} has the lines that are not yet in {@code output}, unless it ends there.
         */
        WRITES,
        CLOSED
    }

    private final SocketChannel channel;
    private final SelectionKey key;
    private final Answers answers;
    private final Orders orders;
    private final ByteBuffer input = ByteBuffer.allocate(LONGEST_LINE);
    private ByteBuffer output = ByteBuffer.allocate(0);
    private Iterator<String> answer = Collections.emptyIterator();
    private boolean answerEnds;
    private @Nullable CompletableFuture<Outcome> ordered;
    private State state = State.READS;
    private boolean ended;
    private long deadlineNs;

    SocketConnection(
            SocketChannel channel, SelectionKey key, Answers answers, Orders orders, long nowNs) {
        this.channel = channel;
        this.key = key;
        this.answers = answers;
        this.orders = orders;
        this.deadlineNs = nowNs + IDLE_NS;
    }

    /** Goes on as far as it can. */
    void advance(long nowNs) throws IOException {
        State before;
        do {
            before = state;
            switch (state) {
                case READS -> read(nowNs);
                case WAITS -> look(nowNs);
                case WRITES -> write(nowNs);
                case CLOSED -> {}
            }
        } while (state != before);
        if (state != State.CLOSED && nowNs - deadlineNs >= 0) {
            onDeadline(nowNs);
        }
    }

    boolean isClosed() {
        return state == State.CLOSED;
    }

    long deadlineNs() {
        return deadlineNs;
    }

    void close() throws IOException {
        state = State.CLOSED;
        channel.close();
    }

    private void read(long nowNs) throws IOException {
        if (!ended && input.hasRemaining() && channel.read(input) < 0) {
            ended = true;
        }
        int end = lineEnd();
        if (end >= 0) {
            String line = new String(input.array(), 0, end, StandardCharsets.UTF_8);
            input.flip().position(Math.min(end + 1, input.limit()));
            input.compact();
            answer(line, nowNs);
        } else if (!input.hasRemaining()) {
            ended = true;
            input.clear();
            answer(Answers.error(Outcome.error("the line is too long", "ask for less")), nowNs);
        } else if (ended) {
            close();
        } else {
            key.interestOps(SelectionKey.OP_READ);
        }
    }

    /** Where the first line ends; who ends the connection ends the line. */
    private int lineEnd() {
        for (int i = 0; i < input.position(); i++) {
            if (input.get(i) == '\n') {
                return i;
            }
        }
        return ended && input.position() > 0 ? input.position() : -1;
    }

    private void answer(String line, long nowNs) {
        switch (Request.parse(line)) {
            case Request.Status() -> answer(answers.status(), nowNs);
            case Request.Generations() -> answer(answers.generations(), nowNs);
            case Request.RulesOf(@Nullable String host) ->
                    answer(host == null ? answers.rules() : answers.rules(host), nowNs);
            case Request.Ordered(var order) -> {
                // On the control thread, which waits for nothing here.
                ordered = orders.give(order).whenComplete((_, _) -> key.selector().wakeup());
                state = State.WAITS;
                deadlineNs = nowNs + OBEY_NS;
                key.interestOps(0);
            }
            case Request.Wrong(String what, String remedy) ->
                    answer(Answers.error(Outcome.error(what, remedy)), nowNs);
        }
    }

    private void answer(Iterator<String> lines, long nowNs) {
        answer = lines;
        output = ByteBuffer.allocate(0);
        state = State.WRITES;
        deadlineNs = nowNs + WRITE_NS;
        answerEnds = false;
    }

    private void look(long nowNs) {
        CompletableFuture<Outcome> awaited = ordered;
        if (awaited != null && awaited.isDone()) {
            ordered = null;
            answer(Answers.outcome(awaited.join()), nowNs);
        }
    }

    private void write(long nowNs) throws IOException {
        while (true) {
            if (!output.hasRemaining()) {
                if (answerEnds) {
                    state = State.READS;
                    deadlineNs = nowNs + IDLE_NS;
                    return;
                }
                output = piece();
            }
            if (channel.write(output) == 0) {
                key.interestOps(SelectionKey.OP_WRITE);
                return;
            }
            deadlineNs = nowNs + WRITE_NS;
        }
    }

    private ByteBuffer piece() {
        StringBuilder piece = new StringBuilder();
        while (answer.hasNext() && piece.length() < PIECE) {
            // Names of objects end up in it: none of them may forge a line.
            piece.append(visible(answer.next())).append('\n');
        }
        if (!answer.hasNext()) {
            piece.append('\n');
            answerEnds = true;
        }
        return ByteBuffer.wrap(piece.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static String visible(String line) {
        StringBuilder escaped = null;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            boolean isVisible = c >= ' ' && c < 0x7f;
            if (!isVisible && escaped == null) {
                escaped = new StringBuilder(line.length() + 8).append(line, 0, i);
            }
            if (escaped != null) {
                escaped.append(isVisible ? String.valueOf(c) : String.format("\\u%04x", (int) c));
            }
        }
        return escaped == null ? line : escaped.toString();
    }

    private void onDeadline(long nowNs) throws IOException {
        if (state == State.WAITS) {
            ordered = null;
            answer(
                    Answers.error(
                            Outcome.error(
                                    "control has not answered in time",
                                    "it may still obey; ask for the status")),
                    nowNs);
            advance(nowNs);
        } else {
            close();
        }
    }
}
