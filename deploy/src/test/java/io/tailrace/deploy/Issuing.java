package io.tailrace.deploy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Certificates that openssl makes, each in files of its own. */
final class Issuing {
    static final String PASSWORD = "secret";

    /**
     * A certificate with its key.
     *
     * @param chain the certificate, then its issuers without the root
     */
    record Issued(Path certificate, Path chain, Path key) {}

    private final Path directory;

    /**
     * @param directory for the files
     */
    Issuing(Path directory) {
        this.directory = directory;
    }

    /**
     * An authority.
     *
     * @param issuer null: it is a root
     */
    Issued authority(String name, @Nullable Issued issuer) throws Exception {
        return issue(name, "/CN=" + name, issuer, 7, "basicConstraints=critical,CA:TRUE");
    }

    /** The certificate of a client. */
    Issued client(String name, String subject, Issued issuer) throws Exception {
        return issue(name, subject, issuer, 7, "extendedKeyUsage=clientAuth");
    }

    /** The certificate of a client, whose time was over yesterday. */
    Issued expired(String name, Issued issuer) throws Exception {
        return issue(name, "/CN=" + name, issuer, -1, "extendedKeyUsage=clientAuth");
    }

    /** The certificate of a pod that is this host. */
    Issued pod(String name, String host, Issued issuer) throws Exception {
        return issue(name, "/CN=" + name, issuer, 7, "subjectAltName=DNS:" + host);
    }

    /** The certificate of a pod, whose time was over yesterday. */
    Issued expiredPod(String name, String host, Issued issuer) throws Exception {
        return issue(name, "/CN=" + name, issuer, -1, "subjectAltName=DNS:" + host);
    }

    private Issued issue(
            String name, String subject, @Nullable Issued issuer, int days, String extension)
            throws Exception {
        Path request = directory.resolve(name + ".csr");
        Path key = directory.resolve(name + ".key");
        Path extensions = Files.writeString(directory.resolve(name + ".ext"), extension + "\n");
        Path certificate = directory.resolve(name + ".pem");
        CertificateFiles.run(
                List.of(
                        "openssl",
                        "req",
                        "-new",
                        "-nodes",
                        "-utf8",
                        "-newkey",
                        "ec",
                        "-pkeyopt",
                        "ec_paramgen_curve:P-256",
                        "-subj",
                        subject,
                        "-keyout",
                        key.toString(),
                        "-out",
                        request.toString()));
        List<String> sign = new ArrayList<>(List.of("openssl", "x509", "-req"));
        sign.addAll(List.of("-in", request.toString(), "-out", certificate.toString()));
        sign.addAll(List.of("-extfile", extensions.toString(), "-days", String.valueOf(days)));
        sign.addAll(
                issuer == null
                        ? List.of("-signkey", key.toString())
                        : List.of(
                                "-CA",
                                issuer.certificate().toString(),
                                "-CAkey",
                                issuer.key().toString(),
                                "-CAcreateserial"));
        CertificateFiles.run(sign);
        String own = Files.readString(certificate);
        boolean ofRoot = issuer == null || issuer.chain().equals(issuer.certificate());
        Path chain =
                issuer == null
                        ? certificate
                        : Files.writeString(
                                directory.resolve(name + ".chain.pem"),
                                own + (ofRoot ? "" : Files.readString(issuer.chain())));
        return new Issued(certificate, chain, key);
    }

    /** The same for a JDK: PKCS#12 under {@link #PASSWORD}. */
    Path keyStore(Issued issued) throws Exception {
        Path store = directory.resolve(issued.certificate().getFileName() + ".p12");
        CertificateFiles.run(
                List.of(
                        "openssl",
                        "pkcs12",
                        "-export",
                        "-in",
                        issued.chain().toString(),
                        "-inkey",
                        issued.key().toString(),
                        "-out",
                        store.toString(),
                        "-passout",
                        "pass:" + PASSWORD));
        return store;
    }

    /**
     * A Secret of authorities.
     *
     * @param own a certificate that it also holds, with its key; null: none
     */
    static String secret(String name, Issued authority, @Nullable Issued own) throws IOException {
        return "apiVersion: v1\nkind: Secret\nmetadata: {name: "
                + name
                + "}\nstringData:\n"
                + entry("ca.crt", authority.certificate())
                + (own == null ? "" : entry("tls.crt", own.chain()) + entry("tls.key", own.key()));
    }

    /** Entry of a Secret, as YAML. */
    static String entry(String name, Path file) throws IOException {
        return "  " + name + ": |\n" + Files.readString(file).indent(4);
    }
}
