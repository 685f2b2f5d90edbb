package io.tailrace.deploy;

import com.sun.management.HotSpotDiagnosticMXBean;
import io.tailrace.core.config.ProxySettings;
import java.lang.management.ManagementFactory;

/**
 * The JVM's direct memory, shared out between the cores.
 *
 * <p>Thread: any (stateless).
 */
final class DirectMemory {
    private static final long MIB = 1L << 20;

    /** For what is not pooled: each core's receive buffer, reading files. */
    private static final long UNPOOLED = 64 * MIB;

    /**
     * A pool keeps the memory that a size class has needed, and each may need all of the budget.
     */
    private static final int SIZE_CLASSES = 3;

    private DirectMemory() {}

    /** Budget of one core's pool in bytes, by the JVM's arguments. */
    static long perCore(int cores) {
        return perCore(cores, limit());
    }

    /**
     * @param limit of the process, in bytes
     */
    static long perCore(int cores, long limit) {
        long share = (limit - UNPOOLED) / ((long) SIZE_CLASSES * cores);
        return Math.clamp(share, MIB, ProxySettings.DEFAULT_BUFFER_BYTES);
    }

    private static long limit() {
        long limit =
                Long.parseLong(
                        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
                                .getVMOption("MaxDirectMemorySize")
                                .getValue());
        // 0 where no argument sets it: then it is as much as the heap may take.
        return limit > 0 ? limit : Runtime.getRuntime().maxMemory();
    }
}
