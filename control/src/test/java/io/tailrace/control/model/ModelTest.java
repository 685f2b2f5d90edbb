package io.tailrace.control.model;

import static io.tailrace.control.Samples.ingress;
import static io.tailrace.control.Samples.ourClass;
import static io.tailrace.control.Samples.port;
import static io.tailrace.control.Samples.ready;
import static io.tailrace.control.Samples.service;
import static io.tailrace.control.Samples.slice;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.List;
import org.junit.jupiter.api.Test;

final class ModelTest {
    private static final ObjectKey WEB = ObjectKey.service("shop", "web");

    private final Model model = new Model();

    @Test
    void shouldTellWhatKindOfChangeItWas() {
        model.put(ingress("a").build());
        assertEquals(new Changes(true, false), model.takeChanges());
        model.put(service("web", port("", 80)));
        assertEquals(new Changes(false, true), model.takeChanges());
        model.put(ourClass());
        model.put(slice("web-1", "web", port("", 80), ready("10.0.0.1")));
        assertEquals(new Changes(true, true), model.takeChanges());
        model.remove(ObjectKey.slice("shop", "web-1"));
        assertEquals(new Changes(false, true), model.takeChanges());
        model.remove(ourClass().key());
        assertEquals(new Changes(true, false), model.takeChanges());
        model.put(new SecretModel(ObjectKey.secret("shop", "a"), "Opaque", "CERT", "KEY", ""));
        assertEquals(new Changes(true, false), model.takeChanges());
        model.put(new SecretModel(ObjectKey.secret("shop", "a"), "Opaque", "CERT", "OTHER", ""));
        assertEquals(new Changes(true, false), model.takeChanges());
        model.remove(ObjectKey.secret("shop", "a"));
        assertEquals(new Changes(true, false), model.takeChanges());
    }

    @Test
    void shouldTellNothingWhenAVersionIsEqualOrAnObjectUnknown() {
        model.put(ingress("a").build());
        model.put(slice("web-1", "web", port("", 80), ready("10.0.0.1")));
        model.takeChanges();
        List<SliceModel> slices = model.slicesOf(WEB);

        model.put(ingress("a").build());
        model.put(slice("web-1", "web", port("", 80), ready("10.0.0.1")));
        model.remove(ObjectKey.ingress("shop", "b"));
        model.remove(ObjectKey.slice("shop", "b"));

        assertEquals(Changes.NONE, model.takeChanges());
        assertSame(slices, model.slicesOf(WEB));
    }

    @Test
    void shouldListTheSlicesOfAServiceByName() {
        SliceModel b = slice("b", "web", port("", 80));
        SliceModel a = slice("a", "web", port("", 80));
        model.put(b);
        model.put(slice("c", "other", port("", 80)));
        model.put(slice("d", "", port("", 80)));
        List<SliceModel> first = model.slicesOf(WEB);
        model.put(a);

        assertEquals(List.of(a, b), model.slicesOf(WEB));
        assertNotSame(first, model.slicesOf(WEB));
    }

    @Test
    void shouldMoveASliceWhenItChangesItsService() {
        model.put(slice("a", "web", port("", 80)));
        SliceModel moved = slice("a", "other", port("", 80));
        model.put(moved);

        assertEquals(List.of(), model.slicesOf(WEB));
        assertEquals(List.of(moved), model.slicesOf(ObjectKey.service("shop", "other")));
    }
}
