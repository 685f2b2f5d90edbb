package io.tailrace.core.route;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostTableTest {

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 10, 1_000, 100_000})
    void shouldFindEachNameWhenTableHasAnySize(int size) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            names.add("host-" + i + ".team-" + i % 97 + ".example.com");
        }
        assertPerfect(names, 42);
    }

    @Test
    void shouldFindEachNameWhenSeedVaries() {
        for (int seed = 0; seed < 2_000; seed++) {
            assertPerfect(List.of("a.example", "b.example"), seed);
            assertPerfect(List.of("a", "b", "c", "d", "e", "f", "g"), seed);
        }
    }

    @Test
    void shouldFindEachNameWhenNamesDifferInLengthAndFewBits() {
        List<String> names = new ArrayList<>();
        List<String> letters =
                "abcdefghijklmnopqrstuvwxyz-0".chars().mapToObj(Character::toString).toList();
        for (String a : letters) {
            names.add(a);
            names.add(a.repeat(8));
            for (String b : letters) {
                names.add(a + b);
                names.add("12345678" + a + b);
                for (String c : letters) {
                    names.add(a + b + c);
                }
            }
        }
        for (int length = 9; length < 64; length++) {
            names.add("z".repeat(length));
        }
        for (int seed = 0; seed < 5; seed++) {
            assertPerfect(names, seed);
        }
    }

    @Test
    void shouldFindNothingWhenNameIsNotInTable() {
        HostTable<Integer> table = table(List.of("shop.example", "www.shop.example", "a"), 3);
        for (String other :
                List.of("", "b", "hop.example", "shop.exampl", "shop.example.", "shop-example")) {
            assertFalse(has(table, other), other);
        }
        assertFalse(has(table, "a\u0000"));
        assertFalse(has(table, "shop.example\u0000\u0000\u0000\u0000"));
        for (int i = 0; i < 10_000; i++) {
            assertFalse(has(table, "x" + i + ".example"));
        }
    }

    @Test
    void shouldFindNothingWhenTableIsEmpty() {
        HostTable<Integer> table = table(List.of(), 3);
        assertFalse(has(table, ""));
        assertFalse(has(table, "a"));
    }

    @Test
    void shouldFindNameWhenRequestWritesItInUpperCase() {
        HostTable<Integer> table = table(List.of("shop.example", "a1-z9.example.org"), 3);
        assertTrue(has(table, "SHOP.Example"));
        assertTrue(has(table, "A1-Z9.EXAMPLE.ORG"));
    }

    @Test
    void shouldFindNothingWhenBytesDifferInTheBitOfTheCaseButAreNoLetters() {
        HostTable<Integer> table = table(List.of("a-b.example", "0123456.example"), 3);
        assertFalse(has(table, "a\rb.example"));
        assertFalse(has(table, "a-b\u000eexample"));
        assertFalse(has(table, "\u0010123456.example"));
        assertFalse(has(table, "012345\u0016.example"));
    }

    @Test
    void shouldFindWhatIsLeftWhenNamesComeAndGo() {
        HostTable<Integer> table = HostTable.of(Map.of(), 1);
        Map<String, Integer> expected = new HashMap<>();
        for (int step = 0; step < 200; step++) {
            Map<String, Integer> put = new HashMap<>();
            for (int i = 0; i < step % 7; i++) {
                put.put((i % 2 == 0 ? "" : "*.") + "n" + (step * i) % 101 + ".example", step);
            }
            Set<String> gone = new HashSet<>(expected.keySet());
            gone.removeAll(put.keySet());
            int at = step;
            gone.removeIf(name -> (name.hashCode() + at) % 5 != 0);
            gone.add("never-there.example");
            table = table.with(put, gone, step);
            expected.putAll(put);
            expected.keySet().removeAll(gone);
            assertEquals(expected.size(), table.size());
            for (Map.Entry<String, Integer> entry : expected.entrySet()) {
                assertEquals(entry.getValue(), table.get(entry.getKey()));
            }
            for (String name : gone) {
                assertNull(table.get(name));
            }
        }
    }

    private static void assertPerfect(List<String> names, long seed) {
        HostTable<Integer> table = table(names, seed);
        assertEquals(names.size(), table.size());
        for (int i = 0; i < names.size(); i++) {
            assertEquals(i, find(table, Range.of(names.get(i), 1, 9)));
            assertEquals(i, find(table, Range.of(names.get(i).toUpperCase(Locale.ROOT))));
            assertEquals(i, table.get(names.get(i)));
        }
    }

    /** The value of a name is its index. */
    private static HostTable<Integer> table(List<String> names, long seed) {
        Map<String, Integer> values = new HashMap<>();
        for (int i = 0; i < names.size(); i++) {
            values.put(names.get(i), i);
        }
        return HostTable.of(values, seed);
    }

    private static boolean has(HostTable<Integer> table, String name) {
        return find(table, Range.of(name)) != null;
    }

    private static @Nullable Integer find(HostTable<Integer> table, Range name) {
        return table.find(name.buffer(), name.offset(), name.length());
    }
}
