package io.tailrace.loadtest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ConnectionListTest {
    private static final RequestTemplate REQUEST =
            RequestTemplate.of("GET", "/", "foo.org", List.of(), 0);

    private final ConnectionList list = new ConnectionList();
    private final ConnectionList other = new ConnectionList();
    private final LoadConnection a = new LoadConnection(REQUEST);
    private final LoadConnection b = new LoadConnection(REQUEST);
    private final LoadConnection c = new LoadConnection(REQUEST);

    @Test
    void shouldKeepTheOrderWhenConnectionsLeaveFromAnywhere() {
        for (LoadConnection leaving : List.of(a, b, c)) {
            list.moveToEnd(b);
            list.moveToEnd(c);
            list.moveToFront(a);
            other.moveToEnd(leaving);
            assertEquals(List.of(a, b, c).stream().filter(x -> x != leaving).toList(), drain());
            assertSame(leaving, other.first());
            assertEquals(1, other.size());
            list.moveToEnd(leaving);
            assertTrue(other.isEmpty());
        }
    }

    @Test
    void shouldComeLastWhenMovedToTheEndOfItsOwnList() {
        list.moveToEnd(a);
        list.moveToEnd(b);
        list.moveToEnd(a);
        assertEquals(2, list.size());
        assertEquals(List.of(b, a), drain());
    }

    /** The list's connections in order; they end up in no particular list. */
    private List<LoadConnection> drain() {
        ConnectionList sink = new ConnectionList();
        List<LoadConnection> order = new ArrayList<>();
        LoadConnection first;
        while ((first = list.first()) != null) {
            order.add(first);
            sink.moveToEnd(first);
        }
        assertEquals(0, list.size());
        return order;
    }
}
