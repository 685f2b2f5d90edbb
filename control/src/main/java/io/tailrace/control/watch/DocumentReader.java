package io.tailrace.control.watch;

import io.tailrace.control.model.Kind;
import io.tailrace.control.model.ObjectKey;
import io.tailrace.control.model.Quoted;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the text of one manifest document: one object, or a {@code List} of objects. Kinds that the
 * model does not hold are passed over without a word.
 *
 * <p>Thread: any (stateless).
 */
public final class DocumentReader {
    private final DocumentParser parser = new DocumentParser();
    private final ObjectReaders readers = new ObjectReaders();

    /**
     * Reads a document.
     *
     * @param text YAML or JSON, no document separator in it
     * @param firstLine the line of the file, from 1, at which the text starts
     */
    public List<Read> read(String text, int firstLine) {
        List<Read> reads = new ArrayList<>();
        try {
            for (Object root : parser.parse(text, firstLine)) {
                readObject(root, "", reads);
            }
        } catch (UnreadableException e) {
            reads.add(new Read.Unreadable(null, e.place(), e.reason()));
        }
        return reads;
    }

    private void readObject(Object root, String prefix, List<Read> reads) {
        ObjectKey key = null;
        try {
            if (!(root instanceof Map<?, ?> fields)) {
                throw new UnreadableException("", "is not an object with apiVersion and kind");
            }
            String apiVersion = text(fields, "apiVersion");
            String kindName = text(fields, "kind");
            if (fields.get("items") instanceof List<?> items && kindName.endsWith("List")) {
                for (int i = 0; i < items.size(); i++) {
                    readItem(items.get(i), prefix + "items[" + i + "]", reads);
                }
                return;
            }
            Kind kind = KindNames.of(apiVersion, kindName);
            if (kind != null) {
                key = key(kind, fields);
                reads.add(new Read.Found(readers.read(kind, fields)));
            }
        } catch (UnreadableException e) {
            reads.add(new Read.Unreadable(key, join(prefix, e.place()), e.reason()));
        }
    }

    private void readItem(@Nullable Object item, String place, List<Read> reads) {
        if (item == null) {
            reads.add(new Read.Unreadable(null, place, "is missing"));
        } else {
            readObject(item, place, reads);
        }
    }

    /** The identity, before all other fields: so that a message can name the object. */
    private static ObjectKey key(Kind kind, Map<?, ?> fields) throws UnreadableException {
        if (!(fields.get("metadata") instanceof Map<?, ?> metadata)) {
            throw new UnreadableException("metadata", "is missing");
        }
        Object namespace = metadata.get("namespace");
        Object name = metadata.get("name");
        return Fields.key(
                kind,
                namespace == null ? null : namespace.toString(),
                name == null ? null : name.toString());
    }

    private static String text(Map<?, ?> fields, String name) throws UnreadableException {
        Object value = fields.get(name);
        if (value == null) {
            throw new UnreadableException(name, "is missing");
        }
        if (!(value instanceof String text)) {
            throw new UnreadableException(name, Quoted.of(value.toString()) + " is not a text");
        }
        return text;
    }

    private static String join(String prefix, String place) {
        return prefix.isEmpty() || place.isEmpty() ? prefix + place : prefix + "." + place;
    }
}
