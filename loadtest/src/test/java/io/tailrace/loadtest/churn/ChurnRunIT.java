package io.tailrace.loadtest.churn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tailrace.loadtest.Main;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What the command finds out about a proxy that does not do what it says. */
final class ChurnRunIT {
    private static final long SEED = 3;

    @TempDir private Path manifests;

    private final Rules first = new Dice(SEED).first();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int churn(ScriptedProxy proxy, String... more) {
        List<String> args =
                new ArrayList<>(
                        List.of(
                                "churn",
                                proxy.url(),
                                "--admin",
                                proxy.adminUrl(),
                                "--manifests",
                                manifests.toString(),
                                "--seed",
                                Long.toString(SEED),
                                "--connections",
                                "4",
                                "--rate",
                                "400",
                                "--tunnels",
                                "2"));
        args.addAll(List.of(more));
        CommandLine command = Main.commandLine();
        command.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        return command.execute(args.toArray(String[]::new));
    }

    private String said() {
        return out + "\n" + err;
    }

    @Test
    void shouldFindWrongPodsWhenTheRulesStayAsTheyWere() throws IOException {
        try (ScriptedProxy proxy = new ScriptedProxy(first, manifests, Integer.MAX_VALUE, true)) {
            assertEquals(1, churn(proxy, "--changes", "40"), this::said);
        }
        assertTrue(out.toString().contains("40 of 40 in force"), this::said);
        assertTrue(out.toString().contains("wrong pod: "), this::said);
        assertFalse(out.toString().contains("failed: "), this::said);
        assertFalse(out.toString().contains("closed: "), this::said);
    }

    @Test
    void shouldCountConnectionsThatTheProxyCloses() throws IOException {
        try (ScriptedProxy proxy = new ScriptedProxy(first, manifests, 3, true)) {
            assertEquals(1, churn(proxy, "--changes", "5"), this::said);
        }
        assertTrue(
                out.toString().contains("closed: connections that the proxy closed"), this::said);
    }

    @Test
    void shouldGiveUpWhenNoChangeIsEverInForce() throws IOException {
        try (ScriptedProxy proxy = new ScriptedProxy(first, manifests, Integer.MAX_VALUE, false)) {
            assertEquals(1, churn(proxy, "--timeout", "1s"), this::said);
        }
        assertTrue(out.toString().contains("0 of 1000 in force"), this::said);
        assertTrue(out.toString().contains("  3  not adopted: "), this::said);
    }

    @Test
    void shouldSayWhyInOneLineWhenItCannotRun() throws IOException {
        Files.writeString(manifests.resolve("shop.yaml"), "kind: Ingress");
        try (ScriptedProxy proxy = new ScriptedProxy(first, manifests, Integer.MAX_VALUE, true)) {
            assertEquals(1, churn(proxy));
        }
        assertTrue(err.toString().contains("tailrace-load churn: --manifests "), this::said);
        assertEquals(2, err.toString().lines().count(), this::said);
    }
}
