package io.tailrace.deploy;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How many clients' connections the descriptors of this process allow: half of them, since each may
 * need one to a pod, less what the process itself has open. Reaching our own limit is orderly,
 * running out of descriptors is not.
 *
 * <p>Thread: any (stateless).
 */
final class DescriptorLimit {
    private static final Logger LOG = System.getLogger(DescriptorLimit.class.getName());
    private static final Path LIMITS = Path.of("/proc/self/limits");
    private static final Pattern OPEN_FILES =
            Pattern.compile("Max open files +([0-9]+|unlimited) ");
    private static final int OWN = 200;
    private static final int LEAST = 32;

    private DescriptorLimit() {}

    /** As many as this process may have; no limit where the system does not tell. */
    static int connections() {
        try {
            return connections(Files.readString(LIMITS, StandardCharsets.US_ASCII));
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "no limit of descriptors is known", e);
            return Integer.MAX_VALUE;
        }
    }

    /**
     * As many as this text allows.
     *
     * @param limits as {@code /proc/PID/limits} (proc(5)) has it
     */
    static int connections(String limits) {
        Matcher soft = OPEN_FILES.matcher(limits);
        if (!soft.find() || soft.group(1).equals("unlimited")) {
            return Integer.MAX_VALUE;
        }
        long allowed = Long.parseLong(soft.group(1));
        return Math.clamp((allowed - OWN) / 2, LEAST, Integer.MAX_VALUE);
    }
}
