package io.tailrace.deploy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Asks one question of a control socket.
 *
 * <p>Thread: the main thread.
 */
final class ControlClient {
    private static final long PATIENCE_MS = TimeUnit.SECONDS.toMillis(30);
    private static final int PIECE = 16 * 1024;

    private final Path path;
    private final Taker taker;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    /** Takes one line after the other. */
    interface Taker {
        void take(String line) throws IOException;
    }

    private ControlClient(Path path, Taker taker) {
        this.path = path;
        this.taker = taker;
    }

    /**
     * Hands on the lines of the answer, without the empty one at the end.
     *
     * @throws IOException with one line for the user
     */
    static void ask(Path path, String question, Taker taker) throws IOException {
        try (SocketChannel channel = connect(path);
                Selector selector = Selector.open()) {
            ByteBuffer bytes = ByteBuffer.wrap((question + "\n").getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.configureBlocking(false);
            channel.register(selector, SelectionKey.OP_READ);
            new ControlClient(path, taker).read(channel, selector);
        }
    }

    private static SocketChannel connect(Path path) throws IOException {
        try {
            return SocketChannel.open(UnixDomainSocketAddress.of(path));
        } catch (IOException e) {
            throw error(path, "cannot be reached: " + e.getMessage(), e);
        }
    }

    private void read(SocketChannel channel, Selector selector) throws IOException {
        ByteBuffer piece = ByteBuffer.allocate(PIECE);
        while (true) {
            if (selector.select(_ -> {}, PATIENCE_MS) == 0) {
                throw error(path, "no answer for " + PATIENCE_MS / 1_000 + " s", null);
            }
            if (channel.read(piece.clear()) < 0) {
                throw error(path, "the answer has no end", null);
            }
            if (take(piece.flip())) {
                return;
            }
        }
    }

    /** Returns whether the answer is complete. */
    private boolean take(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            byte next = bytes.get();
            if (next != '\n') {
                line.write(next);
            } else if (line.size() == 0) {
                return true;
            } else {
                taker.take(line.toString(StandardCharsets.UTF_8));
                line.reset();
            }
        }
        return false;
    }

    private static IOException error(Path path, String what, @Nullable Throwable cause) {
        return new IOException(
                "--control-socket " + path + ": " + what + "; does tailrace run with it?", cause);
    }
}
