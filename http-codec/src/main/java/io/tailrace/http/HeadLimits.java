package io.tailrace.http;

/**
 * How much of a head is accepted.
 *
 * <p>Thread: any (immutable).
 *
 * @param maxTargetBytes longest request target, 1 to {@code maxHeadBytes}; more is 414
 * @param maxHeadBytes longest head with its final empty line, 64 bytes to 1 MiB; more is 431
 * @param maxFields most field lines, 1 to 4096; more is 431
 */
public record HeadLimits(int maxTargetBytes, int maxHeadBytes, int maxFields) {
    private static final int KIB = 1024;

    public HeadLimits {
        if (maxHeadBytes < 64 || maxHeadBytes > KIB * KIB) {
            throw new IllegalArgumentException("head limit not in 64..1048576: " + maxHeadBytes);
        }
        if (maxTargetBytes < 1 || maxTargetBytes > maxHeadBytes) {
            throw new IllegalArgumentException(
                    "target limit not in 1.." + maxHeadBytes + ": " + maxTargetBytes);
        }
        if (maxFields < 1 || maxFields > 4096) {
            throw new IllegalArgumentException("field limit not in 1..4096: " + maxFields);
        }
    }

    /** What a request may have: a target of 8 KiB, a head of 32 KiB, 128 fields. */
    public static HeadLimits request() {
        return new HeadLimits(8 * KIB, 32 * KIB, 128);
    }

    /** What a response may have: a head of 64 KiB, 256 fields. */
    public static HeadLimits response() {
        return new HeadLimits(64 * KIB, 64 * KIB, 256);
    }
}
