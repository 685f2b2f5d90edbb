package io.tailrace.core.tls;

import io.tailrace.core.tls.Authorities.Purpose;
import java.io.ByteArrayInputStream;
import java.lang.System.Logger;
import java.security.GeneralSecurityException;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a host makes of the certificate that a client has shown, with the lines that tell pods of
 * it.
 *
 * <p>Thread: any (immutable).
 */
public final class ClientVerdict {
    private static final Logger LOG = System.getLogger(ClientVerdict.class.getName());

    /** There may be a certificate, and it may be good. */
    public enum Outcome {
        NONE,
        SUCCESS,
        FAILED
    }

    /** The client has shown none. */
    public static final ClientVerdict NONE =
            new ClientVerdict(Outcome.NONE, ClientFields.none(), Long.MAX_VALUE);

    /** A chain that nobody needs would cost time and memory. */
    private static final int MAX_CHAIN = 16;

    private final Outcome outcome;
    private final byte[] fields;
    private final long untilSeconds;

    private ClientVerdict(Outcome outcome, byte[] fields, long untilSeconds) {
        this.outcome = outcome;
        this.fields = fields;
        this.untilSeconds = untilSeconds;
    }

    /** As pods are told it. */
    public Outcome outcome() {
        return outcome;
    }

    /** What pods are told: whole lines, not to be changed. */
    public byte[] fields() {
        return fields;
    }

    /** The last moment at which it counts, in seconds since 1970. */
    long untilSeconds() {
        return untilSeconds;
    }

    /**
     * Judges.
     *
     * @param chain as the client has shown it, its own certificate first; not empty
     */
    static ClientVerdict of(ClientAuth auth, Certificate[] chain, Instant now) {
        try {
            return judge(auth, read(chain), now);
        } catch (GeneralSecurityException | RuntimeException e) {
            // The JDK's parsers read what anybody sent.
            LOG.log(Logger.Level.DEBUG, "a client's certificate cannot be read", e);
            return failed("the certificate cannot be read", null, false);
        }
    }

    /** As objects of the JDK's, whichever provider has made them. */
    private static List<X509Certificate> read(Certificate[] chain) throws GeneralSecurityException {
        CertificateFactory factory = CertificateFactory.getInstance("X.509");
        List<X509Certificate> read = new ArrayList<>();
        for (int i = 0; i < Math.min(chain.length, MAX_CHAIN); i++) {
            read.add(
                    (X509Certificate)
                            factory.generateCertificate(
                                    new ByteArrayInputStream(chain[i].getEncoded())));
        }
        return read;
    }

    private static ClientVerdict judge(ClientAuth auth, List<X509Certificate> chain, Instant now)
            throws GeneralSecurityException {
        X509Certificate leaf = chain.getFirst();
        Authorities authorities = auth.authorities();
        boolean passed = auth.stated().passed();
        String why =
                authorities == null
                        ? "there are no authorities to check it against"
                        : authorities.check(chain, Purpose.CLIENT, auth.stated().depth(), now);
        if (why == null && !isCalled(leaf, auth.stated().commonName())) {
            why = "the certificate is not of the name that is asked for";
        }
        if (why != null) {
            return failed(why, leaf, passed);
        }
        byte[] fields = ClientFields.of("SUCCESS", leaf, passed);
        if (fields == null) {
            return failed(ClientFields.TOO_LONG, null, false);
        }
        return new ClientVerdict(Outcome.SUCCESS, fields, end(chain, now));
    }

    private static boolean isCalled(X509Certificate leaf, String commonName) {
        return commonName.isEmpty()
                || commonName.equals(DistinguishedName.commonName(leaf.getSubjectX500Principal()));
    }

    private static ClientVerdict failed(
            String why, @Nullable X509Certificate leaf, boolean passed) {
        String told = "FAILED:" + why;
        byte[] fields = null;
        try {
            fields = leaf == null ? null : ClientFields.of(told, leaf, passed);
        } catch (GeneralSecurityException e) {
            LOG.log(Logger.Level.DEBUG, "a client's certificate cannot be told of", e);
        }
        return new ClientVerdict(
                Outcome.FAILED, fields == null ? ClientFields.of(told) : fields, Long.MAX_VALUE);
    }

    /** When the first of them expires that has not: what has was not needed. */
    private static long end(List<X509Certificate> chain, Instant now) {
        long end = Long.MAX_VALUE;
        for (X509Certificate certificate : chain) {
            Instant last = certificate.getNotAfter().toInstant();
            if (!last.isBefore(now)) {
                end = Math.min(end, last.getEpochSecond());
            }
        }
        return end;
    }
}
