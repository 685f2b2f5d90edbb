package io.tailrace.control.apiserver;

import io.tailrace.control.model.IngressFact;
import io.tailrace.control.model.IngressFacts;
import io.tailrace.control.model.ObjectKey;
import io.tailrace.control.model.Rejection;
import io.tailrace.control.watch.Arrived;
import io.tailrace.control.watch.Read;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What one watch has told: of each object the version. From what it tells next follows what is to
 * be left in the inbox.
 *
 * <p>Thread: that of the watch.
 */
final class KnownObjects {
    private final Resources what;
    private final IngressFacts facts;
    private final Map<ObjectKey, String> versions = new HashMap<>();

    KnownObjects(Resources what, IngressFacts facts) {
        this.what = what;
        this.facts = facts;
    }

    int size() {
        return versions.size();
    }

    /** A list, object by object: nothing of it counts before its end. */
    final class Listing {
        private final Map<ObjectKey, Letter> letters = new LinkedHashMap<>();
        private final Map<ObjectKey, String> listed = new HashMap<>();
        private final List<IngressFact> come = new ArrayList<>();

        void add(Arrived arrived) {
            ObjectKey key = arrived.key();
            if (key == null) {
                return;
            }
            listed.put(key, arrived.version());
            if (isNews(key, arrived)) {
                letters.put(key, letter(key, arrived));
                if (arrived.fact() != null) {
                    come.add(arrived.fact());
                }
            }
        }

        /** That was all: what is not among it is gone. */
        Map<ObjectKey, Letter> end() {
            come.forEach(facts::put);
            for (ObjectKey key : versions.keySet()) {
                if (!listed.containsKey(key)) {
                    letters.put(key, Letter.GONE);
                    facts.remove(key);
                }
            }
            if (what.name() != null && listed.isEmpty()) {
                // Somebody else may have told that it is there.
                letters.put(new ObjectKey(what.kind(), what.namespace(), what.name()), Letter.GONE);
            }
            versions.clear();
            versions.putAll(listed);
            return letters;
        }
    }

    /** There is an object, or a newer version of it. */
    Map<ObjectKey, Letter> changed(Arrived arrived) {
        ObjectKey key = arrived.key();
        if (key == null || !isNews(key, arrived)) {
            return Map.of();
        }
        versions.put(key, arrived.version());
        if (arrived.fact() != null) {
            facts.put(arrived.fact());
        }
        return Map.of(key, letter(key, arrived));
    }

    /** An object is gone. */
    Map<ObjectKey, Letter> deleted(Arrived arrived) {
        ObjectKey key = arrived.key();
        if (key == null) {
            return Map.of();
        }
        versions.remove(key);
        facts.remove(key);
        return Map.of(key, Letter.GONE);
    }

    private boolean isNews(ObjectKey key, Arrived arrived) {
        return arrived.version().isEmpty() || !arrived.version().equals(versions.get(key));
    }

    private static Letter letter(ObjectKey key, Arrived arrived) {
        return switch (arrived.read()) {
            case Read.Found(var object) -> Letter.of(object);
            case Read.Unreadable(_, String place, String reason) ->
                    Letter.unreadable(
                            Rejection.of(
                                    key,
                                    place,
                                    reason,
                                    "correct it; what it stated before stays in force"));
        };
    }
}
