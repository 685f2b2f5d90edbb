package io.tailrace.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A self-signed certificate and its key in PEM, as openssl makes them.
 *
 * @param pem the certificate
 */
public record CertificateFiles(Path pem, Path key) {

    /**
     * Makes one that is good for a week.
     *
     * @param name of the files
     * @param algorithm {@code ec:CURVE} or {@code rsa:BITS}
     */
    public static CertificateFiles make(Path directory, String name, String algorithm, String host)
            throws Exception {
        CertificateFiles files =
                new CertificateFiles(
                        directory.resolve(name + ".pem"), directory.resolve(name + ".key"));
        List<String> command =
                new ArrayList<>(List.of("openssl", "req", "-x509", "-nodes", "-days", "7"));
        if (algorithm.startsWith("ec:")) {
            command.addAll(
                    List.of(
                            "-newkey",
                            "ec",
                            "-pkeyopt",
                            "ec_paramgen_curve:" + algorithm.substring(3)));
        } else {
            command.addAll(List.of("-newkey", algorithm));
        }
        command.addAll(List.of("-subj", "/CN=" + host, "-addext", "subjectAltName=DNS:" + host));
        command.addAll(List.of("-out", files.pem.toString(), "-keyout", files.key.toString()));
        run(command);
        return files;
    }

    /** A Secret of this name that holds them. */
    public String secret(String name) throws IOException {
        return "apiVersion: v1\nkind: Secret\nmetadata: {name: "
                + name
                + "}\ntype: kubernetes.io/tls\nstringData:\n"
                + Issuing.entry("tls.crt", pem)
                + Issuing.entry("tls.key", key);
    }

    /** Runs a program that is to succeed; returns what it wrote. */
    static String run(List<String> command) throws Exception {
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                        .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), output);
        return output;
    }
}
