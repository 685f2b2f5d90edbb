package io.tailrace.core.buffer;

import java.nio.ByteBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A piece of direct memory with the unread bytes between {@code head} and {@code tail}; always
 * {@code 0 <= head <= tail <= capacity}.
 *
 * <p>Thread: core, its owner's. One owner at a time: who gives it away nulls its field.
 */
public final class IoBuffer {
    private final ByteBuffer area;
    private final UnsafeBuffer bytes;
    private final int sizeClass;
    private int head;
    private int tail;

    /** Memory outside any pool. */
    public IoBuffer(int capacity) {
        this(ByteBuffer.allocateDirect(capacity), -1);
    }

    IoBuffer(ByteBuffer area, int sizeClass) {
        this.area = area;
        this.bytes = new UnsafeBuffer(area);
        this.sizeClass = sizeClass;
    }

    int sizeClass() {
        return sizeClass;
    }

    public int capacity() {
        return bytes.capacity();
    }

    /** The whole area, for reading and writing at absolute offsets. */
    public UnsafeBuffer bytes() {
        return bytes;
    }

    /** Offset of the first unread byte. */
    public int head() {
        return head;
    }

    /** Offset behind the last unread byte. */
    public int tail() {
        return tail;
    }

    /** Number of unread bytes. */
    public int size() {
        return tail - head;
    }

    /** Number of bytes that fit behind the tail. */
    public int room() {
        return bytes.capacity() - tail;
    }

    /** Empties the buffer; the next bytes go to {@code offset}. */
    public void resetTo(int offset) {
        head = offset;
        tail = offset;
    }

    /** Marks {@code count} bytes as read, 0 to {@link #size()}. */
    public void consume(int count) {
        assert count >= 0 && count <= size();
        head += count;
    }

    /** Marks {@code count} bytes behind the tail as written, 0 to {@link #room()}. */
    public void produce(int count) {
        assert count >= 0 && count <= room();
        tail += count;
    }

    /** Copies {@code count} bytes behind the tail; they must fit. */
    public void append(IoBuffer source, int from, int count) {
        bytes.putBytes(tail, source.bytes, from, count);
        tail += count;
    }

    /**
     * The range {@code [from, to)} as the system calls want it; valid until the next call of this
     * method.
     */
    public ByteBuffer slice(int from, int to) {
        return area.limit(to).position(from);
    }
}
