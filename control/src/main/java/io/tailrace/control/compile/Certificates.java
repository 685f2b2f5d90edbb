package io.tailrace.control.compile;

import io.tailrace.control.model.ObjectKey;
import io.tailrace.control.model.Rejection;
import io.tailrace.control.pem.Reading;
import io.tailrace.core.tls.ServerCertificate;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The certificates in force. Which of them are expired depends on when one asks, and on nothing
 * else.
 *
 * <p>Thread: any (immutable).
 *
 * @param rest those for names without one
 * @param sources sorted; the Secrets that are named and hold a certificate, for clients or for
 *     pods, which may be the one they held before
 */
public record Certificates(List<ServerCertificate> rest, List<Source> sources) {

    public static final Certificates NONE = new Certificates(List.of(), List.of());

    /**
     * A Secret whose certificate is in force.
     *
     * <p>Thread: any (immutable).
     */
    public record Source(ObjectKey secret, ServerCertificate certificate) {
        /** Adds a Secret that holds one. */
        static void addTo(List<Source> sources, SecretBook.Entry<Reading> entry) {
            if (entry.held() != null) {
                sources.add(new Source(entry.stated().key(), entry.held().certificate()));
            }
        }

        Instant begins() {
            return certificate.begins();
        }

        Instant ends() {
            return certificate.ends();
        }
    }

    /** The certificates whose time is over or has not come. They are served all the same. */
    public List<Rejection> outOfTime(Instant now) {
        List<Rejection> rejections = new ArrayList<>();
        for (Source source : sources) {
            if (now.isAfter(source.ends())) {
                rejections.add(warning(source, "has expired on " + source.ends(), "renew it"));
            } else if (now.isBefore(source.begins())) {
                rejections.add(
                        warning(
                                source,
                                "is not valid before " + source.begins(),
                                "set the clocks right, or wait"));
            }
        }
        return rejections;
    }

    private static Rejection warning(Source source, String reason, String remedy) {
        return Rejection.of(source.secret(), "tls.crt", reason, remedy + "; served all the same");
    }

    /** When {@link #outOfTime} will say something else; {@link Instant#MAX}: never. */
    public Instant changesAfter(Instant now) {
        return sources.stream()
                // The last moment of validity is still valid.
                .flatMap(
                        source ->
                                Stream.of(
                                        source.begins(), source.ends().plus(1, ChronoUnit.MILLIS)))
                .filter(now::isBefore)
                .min(Instant::compareTo)
                .orElse(Instant.MAX);
    }

    /** When the first of them expires, or has expired; {@link Instant#MAX} when there is none. */
    public Instant earliestEnd() {
        return sources.stream().map(Source::ends).min(Instant::compareTo).orElse(Instant.MAX);
    }
}
