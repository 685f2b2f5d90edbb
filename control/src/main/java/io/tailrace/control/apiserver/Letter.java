package io.tailrace.control.apiserver;

import io.tailrace.control.model.ModelObject;
import io.tailrace.control.model.Rejection;
import org.jspecify.annotations.Nullable;

/**
 * The newest that is known of an object.
 *
 * <p>Thread: any (immutable).
 *
 * @param object what it states; null: nothing new can be read
 * @param gone it is deleted
 * @param rejection why its newest version cannot be read; null: it can
 */
record Letter(@Nullable ModelObject object, boolean gone, @Nullable Rejection rejection) {
    static final Letter GONE = new Letter(null, true, null);

    static Letter of(ModelObject object) {
        return new Letter(object, false, null);
    }

    static Letter unreadable(Rejection rejection) {
        return new Letter(null, false, rejection);
    }

    /** After an earlier one that nobody has read: a version that can be read counts on. */
    Letter after(@Nullable Letter earlier) {
        return earlier == null || rejection == null
                ? this
                : new Letter(earlier.object, earlier.gone, rejection);
    }
}
