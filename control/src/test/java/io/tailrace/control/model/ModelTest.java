package io.tailrace.control.model;

import static io.tailrace.control.Samples.ingress;
import static io.tailrace.control.Samples.ourClass;
import static io.tailrace.control.Samples.port;
import static io.tailrace.control.Samples.ready;
import static io.tailrace.control.Samples.service;
import static io.tailrace.control.Samples.slice;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class ModelTest {
    private static final ObjectKey WEB = ObjectKey.service("shop", "web");

    private final Model model = new Model();

    @Test
    void shouldTellWhatHasChanged() {
        model.put(ingress("a").build());
        assertChanged("ingress shop/a");
        model.put(service("web", port("", 80)));
        assertChanged("service shop/web");
        model.put(ourClass());
        model.put(slice("web-1", "web", port("", 80), ready("10.0.0.1")));
        assertChanged("ingressclass tailrace", "service shop/web");
        model.put(slice("web-1", "other", port("", 80), ready("10.0.0.1")));
        assertChanged("service shop/other", "service shop/web");
        model.remove(ObjectKey.slice("shop", "web-1"));
        assertChanged("service shop/other");
        model.remove(ourClass().key());
        assertChanged("ingressclass tailrace");
        model.put(new SecretModel(ObjectKey.secret("shop", "a"), "Opaque", "CERT", "KEY", ""));
        assertChanged("secret shop/a");
        model.put(new SecretModel(ObjectKey.secret("shop", "a"), "Opaque", "CERT", "OTHER", ""));
        model.remove(ObjectKey.secret("shop", "a"));
        assertChanged("secret shop/a");
    }

    @Test
    void shouldAddUpChanges() {
        model.put(ingress("a").build());
        Changes first = model.takeChanges();
        model.put(ingress("b").build());
        model.put(service("web", port("", 80)));
        Changes both = first.and(model.takeChanges());

        assertEquals(
                Set.of(ObjectKey.ingress("shop", "a"), ObjectKey.ingress("shop", "b")),
                both.ingresses());
        assertEquals(Set.of(WEB), both.services());
        assertTrue(both.rules() && both.endpoints());
        assertFalse(first.endpoints());
    }

    private void assertChanged(String... expected) {
        Changes changes = model.takeChanges();
        assertEquals(
                List.of(expected),
                Stream.of(
                                changes.ingresses(),
                                changes.classes(),
                                changes.configMaps(),
                                changes.secrets(),
                                changes.services())
                        .flatMap(Set::stream)
                        .map(ObjectKey::toString)
                        .sorted()
                        .toList());
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
