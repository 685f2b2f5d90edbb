package io.tailrace.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tailrace.core.config.ProxySettings;
import org.junit.jupiter.api.Test;

final class DirectMemoryTest {
    private static final long MIB = 1L << 20;
    private static final long LIMIT = 1L << 30;

    @Test
    void shouldGiveTheDefaultWhenThereIsEnough() {
        assertEquals(ProxySettings.DEFAULT_BUFFER_BYTES, DirectMemory.perCore(2, LIMIT));
    }

    @Test
    void shouldStayWithinTheLimitWhenThereAreManyCores() {
        for (int cores = 1; cores <= 256; cores++) {
            long perCore = DirectMemory.perCore(cores, LIMIT);
            assertTrue(perCore >= MIB, cores + " cores: " + perCore);
            assertTrue(3L * cores * perCore < LIMIT, cores + " cores: " + perCore);
        }
    }

    @Test
    void shouldGiveTheLeastThatACoreTakesWhenThereIsTooLittle() {
        assertEquals(MIB, DirectMemory.perCore(8, MIB));
    }

    @Test
    void shouldReadTheLimitWhenTheJvmIsAsked() {
        assertTrue(DirectMemory.perCore(1) >= MIB);
    }
}
