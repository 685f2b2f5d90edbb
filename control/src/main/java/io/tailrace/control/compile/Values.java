package io.tailrace.control.compile;

import io.tailrace.control.model.Amounts;
import io.tailrace.control.model.Quoted;
import io.tailrace.core.route.ClusterKey;
import io.tailrace.core.route.VerifyDepth;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What may be stated for a setting, and what it means. Whatever is read has a type and a range;
 * text of an Ingress goes no further than here.
 *
 * <p>Thread: any (immutable).
 *
 * @param range for people; Markdown
 */
record Values<T extends @Nullable Object>(String range, Reading<T> reading) {
    private static final Pattern DIGITS = Pattern.compile("[0-9]{1,3}");

    /** A DNS label each; the port may be a number too. */
    private static final Pattern SERVICE =
            Pattern.compile("([a-z0-9]([-a-z0-9]*[a-z0-9])?)(?::([a-z0-9]([-a-z0-9]*[a-z0-9])?))?");

    private static final Pattern PORT_NUMBER = Pattern.compile("[1-9][0-9]{0,4}");
    private static final int LONGEST_NAME = 63;

    /** From a text to a value. */
    interface Reading<T extends @Nullable Object> {
        /**
         * Reads one.
         *
         * @param namespace of the Ingress
         * @throws UnfitException when it is none; reason and remedy as a rejection has them
         */
        T read(String stated, String namespace) throws UnfitException;
    }

    /** One of two words. */
    static Values<Boolean> flag(String yes, String no) {
        return oneOf(List.of(yes, no), yes::equals);
    }

    /** One of several words. */
    static <T extends @Nullable Object> Values<T> oneOf(
            List<String> words, Function<String, T> meaning) {
        return new Values<>(
                words.stream().map(Values::code).collect(Collectors.joining(", ")),
                (stated, _) -> {
                    if (!words.contains(stated)) {
                        throw new UnfitException(
                                Quoted.of(stated) + noneOf(words), "write one of them");
                    }
                    return meaning.apply(stated);
                });
    }

    private static String noneOf(List<String> words) {
        List<String> quoted = words.stream().map(Quoted::of).toList();
        int last = quoted.size() - 1;
        return (last == 1 ? " is neither " : " is none of ")
                + String.join(", ", quoted.subList(0, last))
                + (last == 1 ? " nor " : " and ")
                + quoted.get(last);
    }

    /** How many certificates may stand between a peer's and an authority's. */
    static Values<Integer> depth() {
        return new Values<>(
                "`1` to `" + VerifyDepth.MOST + "`",
                (stated, _) -> {
                    int depth = DIGITS.matcher(stated).matches() ? Integer.parseInt(stated) : 0;
                    if (depth < 1 || depth > VerifyDepth.MOST) {
                        throw new UnfitException(
                                Quoted.of(stated) + " is no number from 1 to " + VerifyDepth.MOST,
                                "write one");
                    }
                    return depth;
                });
    }

    /** A time, with its unit. */
    static Values<Duration> time() {
        return new Values<>(
                "`1ms` to `24h`",
                (stated, _) -> {
                    Duration time = Amounts.time(stated);
                    if (time == null) {
                        throw new UnfitException(
                                Quoted.of(stated) + " is no time from 1ms to 24h",
                                "write one as 500ms, 3s, 5m or 1h");
                    }
                    return time;
                });
    }

    /** A number of bytes, with its unit. */
    static Values<Long> size() {
        return new Values<>(
                "`0B` to `999999999GiB`",
                (stated, _) -> {
                    long size = Amounts.size(stated);
                    if (size < 0) {
                        throw new UnfitException(
                                Quoted.of(stated) + " is no size",
                                "write one as 512B, 32KiB, 10MiB or 2GiB");
                    }
                    return size;
                });
    }

    /**
     * A Secret, as {@code NAMESPACE/NAME}. It is one of the Ingress's namespace: whoever writes the
     * Ingress would otherwise act in the name of whoever owns the Secret.
     */
    static Values<@Nullable String> secret() {
        return new Values<>(
                "`NAME`, `NAMESPACE/NAME`",
                (stated, namespace) -> {
                    int slash = stated.indexOf('/');
                    String secret = stated.substring(slash + 1);
                    if (secret.isEmpty() || secret.indexOf('/') >= 0) {
                        throw new UnfitException(
                                Quoted.of(stated) + " is no Secret", "write NAMESPACE/NAME");
                    }
                    if (slash >= 0 && !stated.substring(0, slash).equals(namespace)) {
                        throw new UnfitException(
                                Quoted.of(stated) + " is of another namespace",
                                "name a Secret of " + namespace);
                    }
                    return namespace + "/" + secret;
                });
    }

    /** A port of a Service of the Ingress's namespace; without a port its first one. */
    static Values<@Nullable ClusterKey> service() {
        String remedy = "write SERVICE or SERVICE:PORT, of the Ingress's namespace";
        return new Values<>(
                "`SERVICE`, `SERVICE:PORT`",
                (stated, namespace) -> {
                    Matcher form = SERVICE.matcher(stated);
                    String port = form.matches() && form.group(3) != null ? form.group(3) : "";
                    if (!form.matches() || form.group(1).length() > LONGEST_NAME) {
                        throw new UnfitException(Quoted.of(stated) + " is no service", remedy);
                    }
                    if (!port.isEmpty() && !isPort(port)) {
                        throw new UnfitException(
                                Quoted.of(port) + " is neither a port number nor a port name",
                                remedy);
                    }
                    return new ClusterKey(namespace, form.group(1), port);
                });
    }

    private static boolean isPort(String stated) {
        return portNumber(stated) > 0
                || (stated.length() <= LONGEST_NAME
                        && stated.chars().anyMatch(c -> c >= 'a' && c <= 'z'));
    }

    /** 1 to 65535; 0: it is none. */
    static int portNumber(String stated) {
        int number = PORT_NUMBER.matcher(stated).matches() ? Integer.parseInt(stated) : 0;
        return number <= 65535 ? number : 0;
    }

    /** The DNS name of a certificate. */
    static Values<@Nullable String> certificateName() {
        String remedy = "write the DNS name of the certificate";
        return new Values<>(
                "a DNS name",
                (stated, _) -> {
                    String name;
                    try {
                        name = HostNames.normalise(stated);
                    } catch (UnfitException e) {
                        throw new UnfitException(Quoted.of(stated) + ": " + e.reason(), remedy);
                    }
                    if (name.isEmpty() || name.startsWith("*")) {
                        throw new UnfitException(Quoted.of(stated) + " is no name", remedy);
                    }
                    return name;
                });
    }

    private static String code(String value) {
        return "`" + value + "`";
    }
}
