package io.tailrace.control.files;

import io.tailrace.control.model.Model;
import io.tailrace.control.model.ModelObject;
import io.tailrace.control.model.ObjectKey;
import io.tailrace.control.model.Rejection;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What all files together state. Of two documents that state the same object the first counts, in
 * the order of the files and of the documents in them.
 *
 * <p>Thread: control.
 */
final class Inventory {
    private Map<ObjectKey, ModelObject> applied = Map.of();
    private List<Rejection> duplicates = List.of();

    /** Brings the model up to date. */
    void apply(List<Stated> inOrder, Model model) {
        Map<ObjectKey, Stated> first = LinkedHashMap.newLinkedHashMap(inOrder.size());
        List<Rejection> rejections = new ArrayList<>();
        for (Stated stated : inOrder) {
            Stated earlier = first.putIfAbsent(stated.object().key(), stated);
            if (earlier != null) {
                rejections.add(
                        new Rejection(
                                stated.source(),
                                stated.object().key(),
                                "",
                                "stated already in " + earlier.source(),
                                "remove one of the two; skipped"));
            }
        }
        Map<ObjectKey, ModelObject> next = LinkedHashMap.newLinkedHashMap(first.size());
        first.forEach((key, stated) -> next.put(key, stated.object()));
        for (ObjectKey key : applied.keySet()) {
            if (!next.containsKey(key)) {
                model.remove(key);
            }
        }
        for (Map.Entry<ObjectKey, ModelObject> entry : next.entrySet()) {
            if (!entry.getValue().equals(applied.get(entry.getKey()))) {
                model.put(entry.getValue());
            }
        }
        applied = next;
        duplicates = List.copyOf(rejections);
    }

    /** The documents that came second. */
    List<Rejection> duplicates() {
        return duplicates;
    }
}
