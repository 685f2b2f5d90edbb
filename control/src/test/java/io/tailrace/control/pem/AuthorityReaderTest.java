package io.tailrace.control.pem;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tailrace.control.OpenSsl;
import io.tailrace.control.OpenSsl.Certified;
import io.tailrace.control.model.PemText;
import io.tailrace.core.tls.Authorities;
import io.tailrace.core.tls.Authorities.Purpose;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whom to trust, as openssl writes it, and who is believed then. */
final class AuthorityReaderTest {
    private final AuthorityReader reader = new AuthorityReader();
    private @TempDir Path directory;
    private OpenSsl openSsl;
    private Certified root;
    private Certified issuer;

    @BeforeEach
    void makeAuthorities() {
        openSsl = new OpenSsl(directory);
        root = openSsl.authority("Root");
        issuer = openSsl.authorityBy(root, "Issuer");
    }

    @Test
    void shouldBelieveWhomAnAuthorityHasIssued() throws Exception {
        Certified leaf = openSsl.issuedBy(root, OpenSsl.EC, "leaf.example");

        assertNull(check(root, 0, leaf));
        assertNull(check(leaf, 0, leaf), "itself");
        assertEquals(
                "no authority that counts has issued the certificate",
                check(openSsl.authority("Other"), 9, leaf));
        assertEquals(
                "no authority that counts has issued the certificate",
                check(openSsl.authority("Root"), 9, leaf),
                "the same name");
    }

    @Test
    void shouldCountWhatStandsBetweenThem() throws Exception {
        Certified leaf = openSsl.issuedBy(issuer, OpenSsl.EC, "leaf.example");

        assertNull(check(root, 1, leaf, issuer));
        assertNull(check(root, 1, leaf, openSsl.authority("Stranger"), issuer, root));
        assertNull(check(issuer, 0, leaf), "one that is no root");
        assertNull(check(issuer, 0, leaf, issuer, root));
        assertEquals(
                "1 certificates between it and the authority, more than 0",
                check(root, 0, leaf, issuer));
        assertEquals("no authority that counts has issued the certificate", check(root, 1, leaf));
    }

    @Test
    void shouldNotBelieveWhatALeafHasIssued() throws Exception {
        Certified leaf = openSsl.issuedBy(root, OpenSsl.EC, "leaf.example");
        Certified forged = openSsl.issuedBy(leaf, OpenSsl.EC, "forged.example");

        assertNotEquals(null, check(root, 9, forged, leaf));
    }

    @Test
    void shouldAskForTimeAndPurpose() throws Exception {
        Certified leaf = openSsl.issuedBy(root, OpenSsl.EC, "leaf.example");
        Certified server = openSsl.forPurpose(root, "serverAuth", "leaf.example");
        Authorities authorities = read(root.certificate());
        List<X509Certificate> chain = chain(leaf);
        Instant now = Instant.now();

        assertEquals(
                "the certificate has expired on " + chain.getFirst().getNotAfter().toInstant(),
                authorities.check(chain, Purpose.CLIENT, 0, now.plus(Duration.ofDays(31))));
        assertEquals(
                "the certificate is not valid before "
                        + chain.getFirst().getNotBefore().toInstant(),
                authorities.check(chain, Purpose.CLIENT, 0, now.minus(Duration.ofDays(1))));
        assertNull(authorities.check(chain(server), Purpose.SERVER, 0, now));
        assertEquals(
                "the certificate is not one of a client",
                authorities.check(chain(server), Purpose.CLIENT, 0, now));
    }

    @Test
    void shouldReadAllOfAText() throws Exception {
        Authorities both = read("# two\n" + root.certificate() + issuer.certificate());

        assertEquals(2, both.certificates().size());
        assertEquals(both, read(root.certificate() + issuer.certificate()));
        assertNotEquals(both, read(root.certificate()));
    }

    @Test
    void shouldSayWhatIsWrong() {
        assertEquals("ca.crt: holds no certificate in PEM", refusal(""));
        assertEquals("ca.crt: holds no certificate in PEM", refusal(root.key()));
        assertEquals(
                "ca.crt: certificate 2 is damaged",
                refusal(
                        root.certificate()
                                + "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----"));
        assertEquals(
                "ca.crt: has more than 100 certificates", refusal(root.certificate().repeat(101)));
    }

    private @Nullable String check(Certified authority, int depth, Certified... chain)
            throws Exception {
        return read(authority.certificate())
                .check(chain(chain), Purpose.CLIENT, depth, Instant.now());
    }

    private List<X509Certificate> chain(Certified... certified) throws Exception {
        List<X509Certificate> chain = new ArrayList<>();
        for (Certified one : certified) {
            chain.addAll(read(one.certificate()).certificates());
        }
        return chain;
    }

    private String refusal(String text) {
        Remark remark = assertThrows(UnusableException.class, () -> read(text)).remark();
        return remark.of().entry() + ": " + remark.reason();
    }

    private Authorities read(String text) throws UnusableException {
        return reader.read(PemText.of(text));
    }
}
