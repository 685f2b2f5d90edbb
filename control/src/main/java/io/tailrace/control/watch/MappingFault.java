package io.tailrace.control.watch;

import io.tailrace.control.model.Quoted;
import java.util.Collection;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.exc.InvalidFormatException;
import tools.jackson.databind.exc.MismatchedInputException;

/**
 * What the JSON mapper complains about, as a field and a reason for people.
 *
 * <p>Thread: any (stateless).
 */
final class MappingFault {
    private MappingFault() {}

    /** The place and reason of a failed conversion. */
    static UnreadableException of(IllegalArgumentException failure) {
        if (failure.getCause() instanceof JacksonException e) {
            return new UnreadableException(place(e), reason(e));
        }
        return new UnreadableException("", firstLine(String.valueOf(failure.getMessage())));
    }

    /** The same, but nothing of what stands in the object is shown. */
    static UnreadableException withoutValue(IllegalArgumentException failure) {
        return new UnreadableException(
                failure.getCause() instanceof JacksonException e ? place(e) : "",
                "does not have the shape that the kind prescribes");
    }

    private static String place(JacksonException e) {
        StringBuilder place = new StringBuilder();
        for (JacksonException.Reference step : e.getPath()) {
            String property = step.getPropertyName();
            if (property == null) {
                place.append('[').append(step.getIndex()).append(']');
            } else {
                place.append(place.isEmpty() ? "" : ".").append(plain(property));
            }
        }
        return place.toString();
    }

    private static String plain(String property) {
        String quoted = Quoted.of(property);
        return quoted.length() == property.length() + 2 ? property : quoted;
    }

    private static String reason(JacksonException e) {
        if (e instanceof InvalidFormatException format && format.getTargetType() != null) {
            return Quoted.of(String.valueOf(format.getValue()))
                    + " is not "
                    + name(format.getTargetType());
        }
        if (e instanceof MismatchedInputException mismatch && mismatch.getTargetType() != null) {
            return "is not " + name(mismatch.getTargetType());
        }
        return firstLine(e.getOriginalMessage());
    }

    private static String name(Class<?> type) {
        if (type == String.class) {
            return "a text";
        }
        if (type == Integer.class || type == Long.class || type == int.class) {
            return "a whole number";
        }
        if (type == Boolean.class) {
            return "true or false";
        }
        if (Collection.class.isAssignableFrom(type)) {
            return "a list";
        }
        return Map.class.isAssignableFrom(type) || !type.getName().startsWith("java.")
                ? "a mapping"
                : "a " + type.getSimpleName();
    }

    private static String firstLine(String message) {
        return Quoted.sentence(message.lines().findFirst().orElse("cannot be read"));
    }
}
