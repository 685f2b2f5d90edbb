package io.tailrace.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumSet;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

final class MethodTest {
    private static Method of(String name) {
        return Method.of(new UnsafeBuffer(Bytes.ascii(name)), 0, name.length());
    }

    @Test
    void shouldBeFoundWhenNamedExactly() {
        for (Method method : EnumSet.complementOf(EnumSet.of(Method.OTHER))) {
            assertEquals(method, of(method.name()));
        }
    }

    @Test
    void shouldBeOtherWhenOneByteDiffers() {
        for (Method method : Method.values()) {
            for (int i = 0; i < method.name().length(); i++) {
                StringBuilder name = new StringBuilder(method.name());
                name.setCharAt(i, '!');
                assertEquals(Method.OTHER, of(name.toString()));
            }
            assertEquals(Method.OTHER, of(method.name() + "S"));
        }
    }

    @Test
    void shouldBeIdempotentWhenTheRfcSaysSo() {
        assertTrue(Method.GET.idempotent());
        assertTrue(Method.PUT.idempotent());
        assertTrue(Method.DELETE.idempotent());
        assertFalse(Method.POST.idempotent());
        assertFalse(Method.PATCH.idempotent());
        assertFalse(Method.OTHER.idempotent());
    }
}
