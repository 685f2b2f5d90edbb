package io.tailrace.control.compile;

import org.jspecify.annotations.Nullable;

/**
 * One annotation for us, all of it: {@link Annotations} lists them. Reading, the check for what is
 * no setting and the documentation follow from it.
 *
 * <p>Thread: any (immutable).
 *
 * @param name without our prefix
 * @param scope what a value counts for
 * @param values what may be stated
 * @param absent what counts when nothing is
 * @param absentText the same for people; empty: nothing does
 * @param unreadable what counts when what is stated cannot be read
 * @param unreadableText that it counts, for people
 * @param text what it does, for people; Markdown
 */
record Setting<T extends @Nullable Object>(
        String name,
        Scope scope,
        Values<T> values,
        T absent,
        String absentText,
        T unreadable,
        String unreadableText,
        String text) {

    /** What a value counts for. */
    enum Scope {
        /** The hosts of the Ingress's rules. */
        HOSTS("hosts"),
        /** The rules of the Ingress, and its default backend. */
        RULES("rules");

        private final String label;

        Scope(String label) {
            this.label = label;
        }

        String label() {
            return label;
        }
    }

    /** A setting whose default also counts when what is stated cannot be read. */
    static <T extends @Nullable Object> Setting<T> of(
            String name, Scope scope, Values<T> values, T absent, String absentText, String text) {
        String counts = absentText.isEmpty() ? "none counts" : absentText + " counts";
        return new Setting<>(name, scope, values, absent, absentText, absent, counts, text);
    }

    /** The same, but this counts when what is stated cannot be read. */
    Setting<T> unreadableAs(T value, String effect) {
        return new Setting<>(name, scope, values, absent, absentText, value, effect, text);
    }
}
