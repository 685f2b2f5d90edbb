package io.tailrace.deploy;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/**
 * The programs of others that tests run. Where one is missing, its tests are skipped with a message
 * that tells how to install it; with {@code -Dtailrace.peers=required} they fail with it.
 */
public final class Peers {
    private static final Path BASE = Path.of(System.getProperty("basedir", ".")).toAbsolutePath();
    private static final Path SCRIPTS = BASE.resolve("src/test/peers");
    private static final Path MODULES = BASE.resolve("target/peers");
    private static final long INSTALL_S = 120;

    private Peers() {}

    /** Where a program is, named with the Debian package that has it. */
    public static String need(String program, String debianPackage) {
        String path = System.getenv().getOrDefault("PATH", "") + ":/usr/sbin:/sbin";
        for (String folder : path.split(":", -1)) {
            Path file = Path.of(folder, program);
            if (Files.isExecutable(file)) {
                return file.toString();
            }
        }
        throw missing(program, "install it (Debian: apt-get install " + debianPackage + ")");
    }

    /** A command of python3 with a script of ours. */
    static ProcessBuilder python(String script, String... args) {
        return command(need("python3", "python3"), SCRIPTS.resolve(script), args);
    }

    /** A command of Node with a script of ours. */
    static ProcessBuilder node(String script, String... args) {
        return command(need("node", "nodejs"), SCRIPTS.resolve(script), args);
    }

    /** The same with the npm package {@code ws}, which is installed below target/ if need be. */
    static ProcessBuilder nodeWithWs(String script, String... args) throws Exception {
        ProcessBuilder command = node(script, args);
        Path modules = MODULES.resolve("node_modules");
        if (!Files.exists(modules.resolve("ws/package.json"))) {
            install(need("npm", "npm"));
        }
        command.environment().put("NODE_PATH", modules.toString());
        return command;
    }

    private static synchronized void install(String npmProgram)
            throws IOException, InterruptedException {
        Files.createDirectories(MODULES);
        for (String file : List.of("package.json", "package-lock.json")) {
            Files.copy(
                    SCRIPTS.resolve(file),
                    MODULES.resolve(file),
                    StandardCopyOption.REPLACE_EXISTING);
        }
        File log = MODULES.resolve("npm.log").toFile();
        Process npm =
                new ProcessBuilder(npmProgram, "ci", "--ignore-scripts", "--no-audit", "--no-fund")
                        .directory(MODULES.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(log)
                        .start();
        if (!npm.waitFor(INSTALL_S, TimeUnit.SECONDS) || npm.exitValue() != 0) {
            npm.destroyForcibly();
            throw missing("npm package ws", "see " + log + ", then: npm ci in " + MODULES);
        }
    }

    private static ProcessBuilder command(String program, Path script, String... args) {
        List<String> command = new ArrayList<>(List.of(program, script.toString()));
        command.addAll(List.of(args));
        return new ProcessBuilder(command);
    }

    private static RuntimeException missing(String what, String remedy) {
        String message = what + " is missing: " + remedy;
        if (System.getProperty("tailrace.peers", "").equals("required")) {
            return Assertions.fail(message);
        }
        // Maven counts skipped tests without saying why.
        System.err.println("SKIPPED: " + message);
        return Assumptions.abort(message);
    }
}
