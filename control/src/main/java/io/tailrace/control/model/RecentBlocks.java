package io.tailrace.control.model;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The last certificates that were read: many Secrets hold those of the same issuers, which are kept
 * in memory once.
 *
 * <p>Thread: any; whoever reads Secrets, under its lock.
 */
final class RecentBlocks {
    /** Whoever states more different ones in between loses nothing but memory. */
    private static final int MOST = 256;

    private final Map<PemBlock, PemBlock> recent =
            new LinkedHashMap<>(MOST, 0.75f, true) {
                private static final long serialVersionUID = 1;

                @Override
                protected boolean removeEldestEntry(Map.Entry<PemBlock, PemBlock> eldest) {
                    return size() > MOST;
                }
            };

    /** This block, or an equal one that was there before. Keys are never remembered. */
    synchronized PemBlock shared(PemBlock block) {
        if (!block.label().endsWith("CERTIFICATE")) {
            return block;
        }
        PemBlock former = recent.putIfAbsent(block, block);
        return former == null ? block : former;
    }
}
