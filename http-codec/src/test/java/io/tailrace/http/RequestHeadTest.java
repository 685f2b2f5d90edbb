package io.tailrace.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

final class RequestHeadTest {
    private static final String WIRE =
            "\\r\\nPOST http://Foo.com.:80/a HTTP/1.1\\r\\nHost: foo.com\\r\\nConnection: upgrade,"
                    + " close\\r\\nExpect: 100-continue\\r\\nContent-Length: 7\\r\\nA:  b \\r\\n\\r\\n";

    private final RequestHead head = new RequestHead(128);
    private final RequestHeadParser parser = new RequestHeadParser(HeadLimits.request());

    private int parse(String wire) {
        UnsafeBuffer buffer = Wire.buffer(wire);
        return parser.parse(head, buffer, 0, buffer.capacity());
    }

    private String name(int field) {
        return Wire.text(head.buffer(), head.nameStart(field), head.nameLength(field));
    }

    private String value(int field) {
        return Wire.text(head.buffer(), head.valueStart(field), head.valueLength(field));
    }

    @Test
    void shouldTellFieldsInOrderWhenParsed() {
        assertEquals(Wire.bytes(WIRE).length, parse(WIRE));
        assertEquals(5, head.fieldCount());
        assertEquals("Host", name(0));
        assertEquals("foo.com", value(0));
        assertEquals(KnownField.HOST, head.known(0));
        assertEquals("A", name(4));
        assertEquals("b", value(4));
        assertEquals(KnownField.OTHER, head.known(4));
    }

    @Test
    void shouldTellNothingOfTheLastMessageWhenCleared() {
        parse(WIRE);
        head.clear();
        assertEquals(0, head.fieldCount());
        assertEquals(0, head.length());
        assertEquals(0, head.hostLength());
        parse("GET / HTTP/1.0\\r\\n\\r\\n");
        assertEquals(Method.GET, head.method());
        assertEquals(0, head.hostLength());
        assertEquals(0, head.hostNameLength());
        assertEquals(Framing.NONE, head.framing());
        assertEquals(-1, head.contentLength());
        assertFalse(head.expectContinue());
        assertFalse(head.persistent());
        head.clear();
        parse("GET / HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n");
        assertEquals("x", Wire.text(head.buffer(), head.hostStart(), head.hostLength()));
        assertEquals(1, head.hostNameLength());
    }

    @Test
    void shouldGuardAgainstFieldsOfAnEarlierMessageWhenIndexIsTooHigh() {
        parse(WIRE);
        head.clear();
        parse("GET / HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n");
        assertThrows(IndexOutOfBoundsException.class, () -> head.known(1));
        assertThrows(IndexOutOfBoundsException.class, () -> head.nameStart(1));
        assertThrows(IndexOutOfBoundsException.class, () -> head.valueLength(-1));
    }

    @Test
    void shouldStartBeforeTheEmptyLineWhenOneWasSkipped() {
        UnsafeBuffer buffer = Wire.buffer("junk" + WIRE + "junk");
        int length = Wire.bytes(WIRE).length;
        assertEquals(length, parser.parse(head, buffer, 4, buffer.capacity()));
        assertEquals(4, head.start());
        assertEquals(length, head.length());
        assertEquals("POST", Wire.text(buffer, head.methodStart(), head.methodLength()));
        assertEquals(
                "http://Foo.com.:80/a", Wire.text(buffer, head.targetStart(), head.targetLength()));
    }

    @Test
    void shouldFindItselfAgainWhenTheBytesMoved() {
        parse(WIRE);
        byte[] wire = Wire.bytes("0123456789" + WIRE);
        head.moveTo(new UnsafeBuffer(wire), 10);
        assertEquals("Foo.com.:80", Wire.text(head.buffer(), head.hostStart(), head.hostLength()));
        assertEquals("Foo.com", Wire.text(head.buffer(), head.hostStart(), head.hostNameLength()));
        assertEquals("b", value(4));
    }
}
