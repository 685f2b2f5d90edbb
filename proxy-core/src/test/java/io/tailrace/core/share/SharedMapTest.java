package io.tailrace.core.share;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

final class SharedMapTest {
    /** Two keys of one hash: {@code "Aa".hashCode() == "BB".hashCode()}. */
    private static final String[] PIECES = {"Aa", "BB"};

    private final Random random = new Random(1);

    @Test
    void shouldHoldWhatAMapHoldsWhateverItsHashes() {
        Map<String, Integer> expected = new HashMap<>();
        SharedMap<String, Integer> map = SharedMap.empty();
        for (int step = 0; step < 2_000; step++) {
            Map<String, Integer> former = Map.copyOf(expected);
            Map<String, Integer> put = new HashMap<>();
            Set<String> gone = new HashSet<>();
            for (int i = random.nextInt(8); i > 0; i--) {
                put.put(key(), random.nextInt(1_000_000));
            }
            for (int i = random.nextInt(8); i > 0; i--) {
                gone.add(key());
            }
            gone.removeAll(put.keySet());
            SharedMap<String, Integer> next = map.with(put, gone);
            expected.putAll(put);
            expected.keySet().removeAll(gone);

            assertEquals(expected, content(next));
            assertEquals(expected.size(), next.size());
            assertEquals(former, content(map));
            Set<String> changed = new TreeSet<>();
            next.differences(map, key -> assertEquals(true, changed.add(key)));
            gone.retainAll(former.keySet());
            Set<String> told = new TreeSet<>(put.keySet());
            told.addAll(gone);
            assertEquals(told, changed);
            map = next;
        }
    }

    @Test
    void shouldBeTheSameWhenNothingChanges() {
        SharedMap<String, Integer> map = SharedMap.empty();

        assertSame(map, map.with(Map.of(), Set.of()));
        assertNull(map.get("a"));
    }

    private String key() {
        StringBuilder key = new StringBuilder();
        for (int i = 0; i < 5; i++) {
            key.append(PIECES[random.nextInt(2)]);
        }
        return key.append(random.nextInt(3)).toString();
    }

    private static Map<String, Integer> content(SharedMap<String, Integer> map) {
        Map<String, Integer> content = new HashMap<>();
        map.forEach((key, value) -> assertNull(content.put(key, value)));
        return content;
    }
}
