package io.tailrace.deploy;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.net.InetSocketAddress;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * A client's connection with the segments of a real network, 1,400 bytes, and a small window at
 * first. Two ends on loopback agree on 64 KiB, by which the kernel reckons its send buffers: it
 * would take megabytes of each response and hide what the proxy keeps itself. The JDK cannot set
 * the size, so this asks libc. Linux and IPv4 only.
 */
final class NarrowSocket implements AutoCloseable {
    private static final int AF_INET = 2;
    private static final int SOCK_STREAM = 1;
    private static final int SOL_SOCKET = 1;
    private static final int SO_RCVBUF = 8;
    private static final int SO_RCVTIMEO = 20;
    private static final int IPPROTO_TCP = 6;
    private static final int TCP_MAXSEG = 2;
    private static final int TCP_WINDOW_CLAMP = 10;
    private static final int MSG_NOSIGNAL = 0x4000;
    private static final int SEGMENT = 1400;
    private static final int NARROW_WINDOW = 4 * 1024;
    private static final int WIDE_WINDOW = 64 * 1024;
    private static final long TIMEOUT_S = 60;

    private static final MethodHandle SOCKET =
            function("socket", ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT);
    private static final MethodHandle SET_OPTION =
            function(
                    "setsockopt",
                    ValueLayout.JAVA_INT,
                    ValueLayout.JAVA_INT,
                    ValueLayout.JAVA_INT,
                    ValueLayout.ADDRESS,
                    ValueLayout.JAVA_INT);
    private static final MethodHandle CONNECT =
            function("connect", ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT);
    private static final MethodHandle SEND =
            longFunction(
                    "send",
                    ValueLayout.JAVA_INT,
                    ValueLayout.ADDRESS,
                    ValueLayout.JAVA_LONG,
                    ValueLayout.JAVA_INT);
    private static final MethodHandle RECEIVE =
            longFunction(
                    "recv",
                    ValueLayout.JAVA_INT,
                    ValueLayout.ADDRESS,
                    ValueLayout.JAVA_LONG,
                    ValueLayout.JAVA_INT);
    private static final MethodHandle CLOSE = function("close", ValueLayout.JAVA_INT);

    private final int descriptor;

    private NarrowSocket(int descriptor) {
        this.descriptor = descriptor;
    }

    static NarrowSocket connect(InetSocketAddress address) throws IOException {
        NarrowSocket socket =
                new NarrowSocket(checked("socket", call(SOCKET, AF_INET, SOCK_STREAM, 0)));
        try (Arena arena = Arena.ofConfined()) {
            socket.set(IPPROTO_TCP, TCP_MAXSEG, SEGMENT);
            socket.set(SOL_SOCKET, SO_RCVBUF, NARROW_WINDOW);
            socket.set(
                    SOL_SOCKET,
                    SO_RCVTIMEO,
                    arena.allocateFrom(ValueLayout.JAVA_LONG, TIMEOUT_S, 0));
            // struct sockaddr_in: family, port and address, 8 bytes of nothing.
            MemorySegment name = arena.allocate(16);
            name.set(ValueLayout.JAVA_SHORT, 0, (short) AF_INET);
            name.set(
                    ValueLayout.JAVA_SHORT.withOrder(ByteOrder.BIG_ENDIAN),
                    2,
                    (short) address.getPort());
            MemorySegment.copy(
                    address.getAddress().getAddress(), 0, name, ValueLayout.JAVA_BYTE, 4, 4);
            checked("connect", call(CONNECT, socket.descriptor, name, (int) name.byteSize()));
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /** From now on it takes more at a time. */
    void widen() throws IOException {
        set(SOL_SOCKET, SO_RCVBUF, WIDE_WINDOW);
        // The first buffer has limited the window for good, unless this says otherwise.
        set(IPPROTO_TCP, TCP_WINDOW_CLAMP, WIDE_WINDOW);
    }

    void send(String bytes) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            byte[] array = bytes.getBytes(StandardCharsets.ISO_8859_1);
            MemorySegment segment = arena.allocateFrom(ValueLayout.JAVA_BYTE, array);
            long sent = call(SEND, descriptor, segment, segment.byteSize(), MSG_NOSIGNAL);
            if (sent != array.length) {
                throw new IOException("sent " + sent + " of " + array.length + " bytes");
            }
        }
    }

    /** Receives some bytes into the segment; returns how many, 0 at the end. */
    int receive(MemorySegment target) throws IOException {
        return checked("recv", call(RECEIVE, descriptor, target, target.byteSize(), 0));
    }

    private void set(int level, int option, int value) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            set(level, option, arena.allocateFrom(ValueLayout.JAVA_INT, value));
        }
    }

    private void set(int level, int option, MemorySegment value) throws IOException {
        checked(
                "setsockopt",
                call(SET_OPTION, descriptor, level, option, value, (int) value.byteSize()));
    }

    @Override
    public void close() {
        call(CLOSE, descriptor);
    }

    private static int checked(String name, long result) throws IOException {
        if (result < 0) {
            throw new IOException(name + " failed");
        }
        return (int) result;
    }

    private static long call(MethodHandle function, Object... arguments) {
        try {
            return ((Number) function.invokeWithArguments(arguments)).longValue();
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    private static MethodHandle function(String name, MemoryLayout... arguments) {
        return handle(name, FunctionDescriptor.of(ValueLayout.JAVA_INT, arguments));
    }

    private static MethodHandle longFunction(String name, MemoryLayout... arguments) {
        return handle(name, FunctionDescriptor.of(ValueLayout.JAVA_LONG, arguments));
    }

    @SuppressWarnings("restricted") // what this class is for
    private static MethodHandle handle(String name, FunctionDescriptor descriptor) {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(linker.defaultLookup().find(name).orElseThrow(), descriptor);
    }
}
