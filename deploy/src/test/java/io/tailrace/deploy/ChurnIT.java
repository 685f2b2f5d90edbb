package io.tailrace.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tailrace.loadtest.Main;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/**
 * Rules and endpoints that change under load, by {@code tailrace-load churn}. {@code
 * -Dtailrace.changes=N} says how often.
 */
final class ChurnIT {
    private static final String CHANGES = System.getProperty("tailrace.changes", "60");

    @TempDir private Path directory;

    @Test
    void shouldFailNoRequestAndCloseNoConnectionWhenRulesChangeUnderLoad() throws IOException {
        // Chance may remove half of the rules within seconds.
        try (TailraceProcess proxy =
                TailraceProcess.start(directory, "--cores", "2", "--guard", "off")) {
            StringWriter out = new StringWriter();
            StringWriter err = new StringWriter();
            CommandLine command = Main.commandLine();
            command.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
            int status =
                    command.execute(
                            "churn",
                            "http://127.0.0.1:" + proxy.http().getPort(),
                            "--admin",
                            "http://127.0.0.1:" + proxy.admin().getPort(),
                            "--manifests",
                            directory.toString(),
                            "--connections",
                            "20",
                            "--tunnels",
                            "10",
                            "--rate",
                            "400",
                            "--timeout",
                            "30s",
                            "--seconds",
                            "3600",
                            "--changes",
                            CHANGES);
            System.out.print(out);
            assertEquals(0, status, () -> out + "\n" + err + "\n" + proxy.log());
            assertTrue(out.toString().contains("violations  none"), out::toString);
        }
    }
}
