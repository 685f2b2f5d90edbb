package io.tailrace.control.model;

import java.util.Collection;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The newest that an API server has said of each Ingress, ours or not. It may be ahead of the
 * model, and of what is in force.
 *
 * <p>Thread: handoff. Writers: the threads that hear from the API server, each Ingress one at a
 * time. Reader: the status thread.
 *
 * <p>Ordering: that of concurrent maps. A key is among the changed ones after its fact is there, so
 * whoever takes it finds this fact or a newer one. Progress: nobody waits.
 */
public final class IngressFacts {
    private final Map<ObjectKey, IngressFact> facts = new ConcurrentHashMap<>();
    private final Set<ObjectKey> changed = ConcurrentHashMap.newKeySet();
    private volatile @Nullable Runnable listener;

    /** There is an Ingress, or a newer version of it. */
    public void put(IngressFact fact) {
        facts.put(fact.key(), fact);
        changed(fact.key());
    }

    /** The Ingress is gone. */
    public void remove(ObjectKey ingress) {
        facts.remove(ingress);
        changed(ingress);
    }

    private void changed(ObjectKey ingress) {
        Runnable told = listener;
        if (told != null) {
            changed.add(ingress);
            told.run();
        }
    }

    public @Nullable IngressFact get(ObjectKey ingress) {
        return facts.get(ingress);
    }

    /** All, in no particular order. */
    public Collection<IngressFact> all() {
        return facts.values();
    }

    /** The Ingresses of which something has changed since the last call. */
    public Set<ObjectKey> takeChanged() {
        Set<ObjectKey> taken = new HashSet<>();
        for (Iterator<ObjectKey> keys = changed.iterator(); keys.hasNext(); ) {
            taken.add(keys.next());
            keys.remove();
        }
        return taken;
    }

    /**
     * Who is told that something has changed.
     *
     * @param next on any thread; quick
     */
    public void onChange(Runnable next) {
        listener = next;
    }
}
