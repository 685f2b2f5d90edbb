package io.tailrace.control.model;

import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * Something that was stated and is not in force, or not as stated: the thing, the place in it, why,
 * and what to do. It never stops a compile.
 *
 * <p>Thread: any (immutable).
 *
 * @param source the manifest and the document in it; empty when the object is enough
 * @param object the object, if it is known
 * @param place the field, rule or file part that is meant; empty for the whole
 * @param reason what is wrong
 * @param remedy what mends it, or what happens instead
 */
public record Rejection(
        String source, @Nullable ObjectKey object, String place, String reason, String remedy)
        implements Comparable<Rejection> {

    private static final Comparator<Rejection> ORDER =
            Comparator.comparing(Rejection::source)
                    .thenComparing(
                            Rejection::object, Comparator.nullsFirst(Comparator.naturalOrder()))
                    .thenComparing(Rejection::place)
                    .thenComparing(Rejection::reason)
                    .thenComparing(Rejection::remedy);

    /** A rejection of one object or of a part of it. */
    public static Rejection of(ObjectKey object, String place, String reason, String remedy) {
        return new Rejection("", object, place, reason, remedy);
    }

    @Override
    public int compareTo(Rejection other) {
        return ORDER.compare(this, other);
    }

    /** One line: {@code ingress shop/web: rule 2 path "/a/../b": reason; remedy}. */
    @Override
    public String toString() {
        StringBuilder line = new StringBuilder();
        if (!source.isEmpty()) {
            line.append(source).append(": ");
        }
        if (object != null) {
            line.append(object).append(": ");
        }
        if (!place.isEmpty()) {
            line.append(place).append(": ");
        }
        return line.append(reason).append("; ").append(remedy).toString();
    }
}
