package io.tailrace.control.ctl;

import io.tailrace.control.hold.Order;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A line of the control socket's protocol: a command and what belongs to it, in between spaces.
 *
 * <p>Thread: any (immutable).
 */
public sealed interface Request {
    /** All commands, as a line begins. */
    String COMMANDS = "status, generations, rules [HOST], pin, unpin, rollback GENERATION, release";

    /** What is in force, and why. */
    record Status() implements Request {}

    /** The generations that can be gone back to. */
    record Generations() implements Request {}

    /**
     * The rules in force.
     *
     * @param host the only one; empty: the rules without host; null: all
     */
    record RulesOf(@Nullable String host) implements Request {}

    /** Something for the control thread to do. */
    record Ordered(Order order) implements Request {}

    /** No command. */
    record Wrong(String what, String remedy) implements Request {}

    /** Reads a line, without its end. */
    static Request parse(String line) {
        String[] words = line.strip().split("\\s+", 3);
        @Nullable String operand = words.length > 1 ? words[1] : null;
        Request request = parse(words[0], operand);
        if (words.length > 2 || (operand != null && !takesOperand(request))) {
            return new Wrong("too many words", "the commands are " + COMMANDS);
        }
        return request;
    }

    private static Request parse(String command, @Nullable String operand) {
        return switch (command) {
            case "status" -> new Status();
            case "generations" -> new Generations();
            case "rules" -> new RulesOf(operand == null ? null : host(operand));
            case "pin" -> new Ordered(new Order.Pin());
            case "unpin" -> new Ordered(new Order.Unpin());
            case "release" -> new Ordered(new Order.Release());
            case "rollback" -> rollback(operand);
            default -> new Wrong("unknown command", "the commands are " + COMMANDS);
        };
    }

    private static boolean takesOperand(Request request) {
        return request instanceof RulesOf
                || request instanceof Wrong
                || (request instanceof Ordered ordered
                        && ordered.order() instanceof Order.Rollback);
    }

    /** The rules without host go by {@code *}. */
    private static String host(String text) {
        String name = text.toLowerCase(Locale.ROOT);
        return name.equals("*")
                ? ""
                : name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    }

    private static Request rollback(@Nullable String operand) {
        // Digits only: the JDK's parser would take a sign.
        return operand == null || !Pattern.matches("[0-9]{1,18}", operand)
                ? new Wrong("rollback to which generation?", "say rollback and its number")
                : new Ordered(new Order.Rollback(Long.parseLong(operand)));
    }
}
