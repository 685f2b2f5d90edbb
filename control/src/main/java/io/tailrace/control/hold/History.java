package io.tailrace.control.hold;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The last generations whose rules differ, the newest first. The rules of an old one are those of
 * the newest with the changes since undone, so nothing is kept but what has changed; of the oldest,
 * before which one cannot go, not even that.
 *
 * <p>Thread: control.
 */
final class History {
    static final int MOST = 10;

    private record Entry(Generation generation, @Nullable RulesChange change) {}

    private final Deque<Entry> entries = new ArrayDeque<>();

    /** Takes note of a generation. */
    void add(Generation generation, RulesChange change) {
        entries.addFirst(new Entry(generation, entries.isEmpty() ? null : change));
        if (entries.size() > MOST) {
            entries.removeLast();
            entries.addLast(new Entry(entries.removeLast().generation(), null));
        }
    }

    boolean isEmpty() {
        return entries.isEmpty();
    }

    /** The newest first. */
    List<Generation> generations() {
        return entries.stream().map(Entry::generation).toList();
    }

    /** The one whose rules a generation has; null: it is older than all here. */
    @Nullable Generation of(long number) {
        for (Entry entry : entries) {
            if (entry.generation().number() <= number) {
                return entry.generation();
            }
        }
        return null;
    }

    /**
     * The rules of a generation.
     *
     * @param wanted one of these
     * @param newest the rules of the newest of these
     */
    Rules rules(Generation wanted, Rules newest) {
        List<RulesChange> later = new ArrayList<>();
        Iterator<Entry> next = entries.iterator();
        Entry entry = next.next();
        while (!entry.generation().equals(wanted)) {
            if (entry.change() != null) {
                later.add(entry.change());
            }
            entry = next.next();
        }
        Rules rules = newest;
        for (RulesChange change : later) {
            rules = change.undo(rules);
        }
        return rules;
    }
}
