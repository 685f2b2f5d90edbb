package io.tailrace.control.apiserver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.tailrace.control.Samples;
import io.tailrace.control.model.IngressFact;
import io.tailrace.control.model.IngressFacts;
import io.tailrace.control.model.IngressModel;
import io.tailrace.control.model.Kind;
import io.tailrace.control.model.ObjectKey;
import io.tailrace.control.watch.Arrived;
import io.tailrace.control.watch.Read;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class KnownObjectsTest {
    private static final ObjectKey A = ObjectKey.ingress(Samples.NAMESPACE, "a");
    private static final ObjectKey B = ObjectKey.ingress(Samples.NAMESPACE, "b");

    private final IngressFacts facts = new IngressFacts();
    private final KnownObjects known = new KnownObjects(Resources.all(Kind.INGRESS, ""), facts);

    private static Arrived arrived(ObjectKey key, String version) {
        IngressModel stated = Samples.ingress(key.name()).build();
        return new Arrived(
                key,
                version,
                new Read.Found(stated),
                new IngressFact(key, "uid", version, stated, List.of(), false));
    }

    private Map<ObjectKey, Letter> list(Arrived... objects) {
        KnownObjects.Listing listing = known.new Listing();
        for (Arrived object : objects) {
            listing.add(object);
        }
        return listing.end();
    }

    private static Letter letter(ObjectKey key) {
        return Letter.of(Samples.ingress(key.name()).build());
    }

    @Test
    void shouldTellOfAListWhatIsNewAndWhatIsGone() {
        assertEquals(Map.of(A, letter(A), B, letter(B)), list(arrived(A, "1"), arrived(B, "2")));
        assertEquals(Map.of(A, letter(A), B, Letter.GONE), list(arrived(A, "3")));
        assertEquals(Map.of(), list(arrived(A, "3")));
        assertNull(facts.get(B));
        assertEquals(1, known.size());
    }

    @Test
    void shouldCountNothingOfAListThatBreaksOff() {
        list(arrived(A, "1"));
        known.new Listing().add(arrived(B, "2"));

        assertNull(facts.get(B));
        assertEquals(1, known.size());
        assertEquals(Map.of(B, letter(B)), list(arrived(A, "1"), arrived(B, "2")));
    }

    @Test
    void shouldFollowChanges() {
        assertEquals(Map.of(A, letter(A)), known.changed(arrived(A, "1")));
        assertEquals(Map.of(), known.changed(arrived(A, "1")));
        assertNotNull(facts.get(A));
        assertEquals(Map.of(A, Letter.GONE), known.deleted(arrived(A, "2")));
        assertNull(facts.get(A));
        assertEquals(Map.of(A, letter(A)), known.changed(arrived(A, "3")));
    }

    @Test
    void shouldTellThatTheOneObjectIsMissing() {
        KnownObjects one = new KnownObjects(Resources.one(A), facts);
        assertEquals(Map.of(A, Letter.GONE), one.new Listing().end());
    }
}
