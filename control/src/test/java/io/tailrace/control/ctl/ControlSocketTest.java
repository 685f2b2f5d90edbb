package io.tailrace.control.ctl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tailrace.control.hold.HoldingCell;
import io.tailrace.control.hold.Order;
import io.tailrace.control.hold.Orders;
import io.tailrace.control.hold.Orders.Pending;
import io.tailrace.control.hold.Outcome;
import io.tailrace.core.handoff.GenerationBoard;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A real socket; control obeys at once, on the thread that gives the order. */
@Timeout(60)
final class ControlSocketTest {
    @TempDir private Path folder;
    private final List<Order> obeyed = new ArrayList<>();
    private final Orders orders = new Orders(this::obey);
    private Path path;
    private ControlSocket socket;

    @BeforeEach
    void open() throws IOException {
        path = folder.resolve("ctl");
        socket = bind(path);
        socket.start();
    }

    @AfterEach
    void close() throws IOException {
        socket.close();
    }

    private void obey() {
        for (Pending next = orders.poll(); next != null; next = orders.poll()) {
            obeyed.add(next.order());
            next.outcome().complete(new Outcome(true, "done"));
        }
    }

    @Test
    void shouldAnswerOneLineAfterTheOtherWhenTheyComeAtOnce() throws IOException {
        try (SocketChannel client = connect()) {
            write(client, "status\npin\r\n  rollback   12 \nnonsense\nrules x.example\n");
            assertEquals(
                    "ok|generation 0|fingerprint 0000000000000000|rules 0|pinned no|held none|core 0"
                            + " seen 0 clean 0|",
                    answer(client));
            assertEquals("ok|done|", answer(client));
            assertEquals("ok|done|", answer(client));
            assertEquals(
                    "error: unknown command; the commands are " + Request.COMMANDS + "|",
                    answer(client));
            assertEquals(
                    "error: no rules of this host are in force; rules lists all|", answer(client));
        }
        assertEquals(List.of(new Order.Pin(), new Order.Rollback(12)), obeyed);
    }

    @Test
    void shouldAnswerWhenTheClientHasEndedBehindItsLine() throws IOException {
        try (SocketChannel client = connect()) {
            write(client, "generations");
            client.shutdownOutput();
            assertTrue(answer(client).startsWith("ok|generation "));
            assertEquals(-1, client.read(ByteBuffer.allocate(1)));
        }
    }

    @Test
    void shouldRefuseAndEndWhenALineIsTooLong() throws IOException {
        try (SocketChannel client = connect()) {
            write(client, "x".repeat(SocketConnection.LONGEST_LINE));
            assertEquals("error: the line is too long; ask for less|", answer(client));
            assertEquals(-1, client.read(ByteBuffer.allocate(1)));
        }
    }

    @Test
    void shouldServeTheNextWhenOneOfTheMostLeaves() throws IOException {
        List<SocketChannel> idle = new ArrayList<>();
        for (int i = 0; i < ControlSocket.MOST; i++) {
            SocketChannel client = connect();
            idle.add(client);
            write(client, "pin\n");
            assertEquals("ok|done|", answer(client));
        }
        try (SocketChannel waiting = connect()) {
            write(waiting, "unpin\n");
            idle.getFirst().close();
            assertEquals("ok|done|", answer(waiting));
        }
        for (SocketChannel client : idle) {
            client.close();
        }
    }

    @Test
    void shouldBeForItsOwnerOnlyAndGoWithTheProcess() throws IOException {
        assertEquals(
                "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(path)));
        socket.close();
        assertFalse(Files.exists(path));
        try (var left = Files.list(folder)) {
            assertEquals(0, left.count());
        }
    }

    @Test
    void shouldRefuseWhenAnotherListensThere() {
        assertRefused(path, "another process listens there");
        assertTrue(Files.exists(path));
    }

    @Test
    void shouldReplaceTheFileOfADeadProcess() throws IOException {
        Path stale = folder.resolve("stale");
        ServerSocketChannel dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        dead.bind(UnixDomainSocketAddress.of(stale));
        dead.close();
        assertTrue(Files.exists(stale));
        try (ControlSocket next = bind(stale)) {
            next.start();
            try (SocketChannel client = SocketChannel.open(UnixDomainSocketAddress.of(stale))) {
                write(client, "status\n");
                assertTrue(answer(client).startsWith("ok|"));
            }
        }
    }

    @Test
    void shouldLeaveAFileThatIsNotItsOwn() throws IOException {
        Path other = Files.createFile(folder.resolve("other"));
        assertRefused(other, "is there and no socket");
        Files.move(other, path, StandardCopyOption.REPLACE_EXISTING);
        socket.close();
        assertTrue(Files.exists(path));
    }

    @Test
    void shouldRefuseAFolderThatOthersMayWrite() throws IOException {
        Path open = Files.createDirectory(folder.resolve("open"));
        for (String mode : List.of("rwxrwx---", "rwxr-xrwx")) {
            Files.setPosixFilePermissions(open, PosixFilePermissions.fromString(mode));
            assertRefused(open.resolve("ctl"), "chmod go-w " + open);
        }
        assertRefused(folder.resolve("missing/ctl"), "its folder does not exist");
        assertRefused(folder.resolve("x".repeat(100)), "is longer than 100 bytes");
        // The socket is made in a folder within its folder.
        Path deep = Files.createDirectories(folder.resolve("x".repeat(60)));
        assertRefused(deep.resolve("c"), "its folder than 76");
    }

    private void assertRefused(Path there, String why) {
        IOException e = assertThrows(IOException.class, () -> bind(there));
        String message = String.valueOf(e.getMessage());
        assertTrue(message.startsWith("--control-socket " + there + ": "), message);
        assertTrue(message.contains(why), message);
    }

    private ControlSocket bind(Path there) throws IOException {
        return ControlSocket.bind(there, new HoldingCell(), orders, new GenerationBoard(1));
    }

    private SocketChannel connect() throws IOException {
        return SocketChannel.open(UnixDomainSocketAddress.of(path));
    }

    private static void write(SocketChannel client, String text) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
        while (bytes.hasRemaining()) {
            client.write(bytes);
        }
    }

    /** The lines up to the empty one, each ended by a bar. */
    private static String answer(SocketChannel client) throws IOException {
        StringBuilder answer = new StringBuilder();
        ByteBuffer one = ByteBuffer.allocate(1);
        while (client.read(one.clear()) == 1) {
            char c = (char) one.get(0);
            answer.append(c == '\n' ? '|' : c);
            if (answer.length() > 1 && answer.substring(answer.length() - 2).equals("||")) {
                return answer.substring(0, answer.length() - 1);
            }
        }
        throw new AssertionError("ended after " + answer);
    }
}
