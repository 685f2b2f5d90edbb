package io.tailrace.control;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** Certificates and keys as the program {@code openssl} (3.0 or newer) writes them. */
public final class OpenSsl {
    /** Arguments for a new key. */
    public static final List<String> RSA = List.of("-newkey", "rsa:2048");

    public static final List<String> EC = ec("P-256");
    public static final List<String> ED25519 = List.of("-newkey", "ed25519");

    private static final List<String> AUTHORITY =
            List.of("-addext", "basicConstraints=critical,CA:TRUE");

    /** A certificate and its key, in PEM. */
    public record Certified(String certificate, String key) {}

    private final Path directory;
    private int files;

    /**
     * @param directory for its files
     */
    public OpenSsl(Path directory) {
        this.directory = directory;
    }

    public static List<String> ec(String curve) {
        return List.of("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:" + curve);
    }

    /** A self-signed certificate for these names; its subject is the first one. */
    public Certified selfSigned(List<String> key, String... names) {
        return certify(key, List.of(), names);
    }

    /** An authority's own certificate, on EC P-256. */
    public Certified authority(String name) {
        return certify(EC, AUTHORITY, name);
    }

    /** An authority's certificate that another authority signs. */
    public Certified authorityBy(Certified issuer, String name) {
        return certify(EC, and(signedBy(issuer), AUTHORITY), name);
    }

    /** A certificate on EC P-256 that may be used for one thing only. */
    public Certified forPurpose(Certified issuer, String purpose, String... names) {
        return certify(
                EC,
                and(
                        signedBy(issuer),
                        List.of(
                                "-addext",
                                "basicConstraints=critical,CA:FALSE",
                                "-addext",
                                "extendedKeyUsage=" + purpose)),
                names);
    }

    /** A certificate of no authority that another one's key signs. */
    public Certified issuedBy(Certified issuer, List<String> key, String... names) {
        return certify(
                key,
                and(signedBy(issuer), List.of("-addext", "basicConstraints=critical,CA:FALSE")),
                names);
    }

    private List<String> signedBy(Certified issuer) {
        return List.of("-CA", file(issuer.certificate()), "-CAkey", file(issuer.key()));
    }

    private static List<String> and(List<String> some, List<String> others) {
        return Stream.concat(some.stream(), others.stream()).toList();
    }

    private Certified certify(List<String> key, List<String> issuer, String... names) {
        Path certificate = directory.resolve(files++ + ".crt");
        Path keyFile = directory.resolve(files++ + ".key");
        List<String> args = new ArrayList<>(List.of("req", "-x509", "-nodes", "-days", "30"));
        args.addAll(List.of("-subj", "/CN=" + names[0]));
        args.addAll(
                List.of(
                        "-addext",
                        "subjectAltName="
                                + String.join(
                                        ",",
                                        Stream.of(names).map(name -> "DNS:" + name).toList())));
        args.addAll(List.of("-out", certificate.toString(), "-keyout", keyFile.toString()));
        args.addAll(key);
        args.addAll(issuer);
        run(args.toArray(String[]::new));
        return new Certified(read(certificate), read(keyFile));
    }

    /** Has a text converted: {@code -in} and {@code -out} are added. */
    public String convert(String text, String... args) {
        Path out = directory.resolve(files++ + ".out");
        run(
                Stream.concat(Stream.of(args), Stream.of("-in", file(text), "-out", out.toString()))
                        .toArray(String[]::new));
        return read(out);
    }

    private void run(String... args) {
        List<String> command = new ArrayList<>(List.of("openssl"));
        command.addAll(List.of(args));
        Process process;
        try {
            process = new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException e) {
            missing();
            return;
        }
        try {
            process.getOutputStream().close();
            String said =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            Assertions.assertEquals(0, process.waitFor(), () -> command + ": " + said);
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static void missing() {
        String message = "openssl is missing: install it (Debian: apt-get install openssl)";
        if (System.getProperty("tailrace.peers", "").equals("required")) {
            Assertions.fail(message);
        }
        System.err.println("SKIPPED: " + message);
        Assumptions.abort(message);
    }

    private String file(String text) {
        Path file = directory.resolve(files++ + ".in");
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return file.toString();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
