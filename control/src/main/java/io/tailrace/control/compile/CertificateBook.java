package io.tailrace.control.compile;

import io.tailrace.control.model.Model;
import io.tailrace.control.model.ObjectKey;
import io.tailrace.control.model.Quoted;
import io.tailrace.control.model.Rejection;
import io.tailrace.control.model.SecretModel;
import io.tailrace.control.pem.CertificateReader;
import io.tailrace.control.pem.Reading;
import io.tailrace.control.pem.Remark;
import io.tailrace.control.pem.UnusableException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the Secrets that Ingresses name hold. Each is read once for each content. While a newer
 * content is bad, the certificate that was good before counts.
 *
 * <p>Thread: control.
 */
final class CertificateBook {
    private static final Set<String> TYPES = Set.of("kubernetes.io/tls", "Opaque");

    /**
     * What is known of a Secret.
     *
     * @param stated what it was read from
     * @param reading what counts; null: it never held anything good
     * @param rejections what is wrong with it
     */
    record Entry(SecretModel stated, @Nullable Reading reading, List<Rejection> rejections) {}

    private final CertificateReader reader = new CertificateReader();
    private Map<ObjectKey, Entry> known = Map.of();
    private Map<ObjectKey, Entry> asked = new HashMap<>();

    /** What a Secret holds; null if it does not exist. */
    @Nullable Entry entry(ObjectKey secret, Model model) {
        SecretModel stated = model.secret(secret);
        return stated == null
                ? null
                : asked.computeIfAbsent(secret, key -> read(stated, known.get(key)));
    }

    /** Forgets what nobody asked for since the last call, and tells what was asked for. */
    Map<ObjectKey, Entry> turnPage() {
        known = asked;
        asked = HashMap.newHashMap(known.size());
        return known;
    }

    private Entry read(SecretModel stated, @Nullable Entry former) {
        if (former != null && former.stated().equals(stated)) {
            return former;
        }
        Reading before = former == null ? null : former.reading();
        if (!TYPES.contains(stated.type())) {
            return bad(
                    stated,
                    before,
                    "type",
                    "is " + Quoted.of(stated.type()),
                    "make it kubernetes.io/tls");
        }
        try {
            Reading reading = reader.read(stated.certificates(), stated.privateKey());
            List<Rejection> rejections = new ArrayList<>();
            for (Remark remark : reading.remarks()) {
                rejections.add(
                        Rejection.of(
                                stated.key(), place(remark), remark.reason(), remark.remedy()));
            }
            return new Entry(stated, reading, rejections);
        } catch (UnusableException e) {
            Remark remark = e.remark();
            return bad(stated, before, place(remark), remark.reason(), remark.remedy());
        }
    }

    private static Entry bad(
            SecretModel stated,
            @Nullable Reading before,
            String place,
            String reason,
            String remedy) {
        String effect =
                before == null
                        ? "; its hosts get the default certificate"
                        : "; the certificate that it held before stays in force";
        return new Entry(
                stated,
                before,
                List.of(Rejection.of(stated.key(), place, reason, remedy + effect)));
    }

    private static String place(Remark remark) {
        return switch (remark.of()) {
            case CERTIFICATES -> "tls.crt";
            case PRIVATE_KEY -> "tls.key";
        };
    }
}
