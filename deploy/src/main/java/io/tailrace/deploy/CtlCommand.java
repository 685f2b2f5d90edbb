package io.tailrace.deploy;

import io.tailrace.control.ctl.Request;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code tailrace ctl}: asks a running process which rules are in force, or has others put in
 * force.
 *
 * <p>Thread: the main thread.
 */
@Command(
        name = "ctl",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        header = "Tells which rules are in force, and puts others in force.",
        description = {
            "",
            "Talks to a tailrace run with the same --control-socket.",
            "",
            "  status               what is in force, pinned and held back",
            "  generations          the last ten generations whose rules differ",
            "  rules [HOST]         the rules in force; * is for those without host",
            "  pin                  keep the rules in force, whatever the manifests say",
            "  unpin                put the newest rules in force",
            "  rollback GENERATION  put the rules of an earlier generation in force, and pin them",
            "  release              let the removals go that the guard holds back",
            ""
        },
        footer = {
            "",
            "Exit status: 0 done, 1 refused or not reached, 2 wrong usage.",
            "",
            "Example: tailrace ctl --control-socket /run/tailrace/ctl status"
        })
final class CtlCommand implements Callable<Integer> {
    private static final String ERROR = "error: ";

    @Option(
            names = "--control-socket",
            paramLabel = "PATH",
            required = true,
            description = "That of the running process.")
    private Path socket = Path.of("");

    @Parameters(paramLabel = "COMMAND", arity = "1..*", description = "One of the above.")
    private List<String> words = List.of();

    @Spec private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        String line = String.join(" ", words).replaceAll("\\s+", " ");
        if (Request.parse(line) instanceof Request.Wrong wrong) {
            CommandSpec known = Objects.requireNonNull(spec);
            throw new ParameterException(known.commandLine(), wrong.what());
        }
        ControlClient.ask(socket, line, answer -> print(answer, System.out));
        System.out.flush();
        return ExitCode.OK;
    }

    /** The first line of an answer only says whether there is one. */
    private static void print(String line, PrintStream out) throws IOException {
        if (line.startsWith(ERROR)) {
            throw new IOException(line.substring(ERROR.length()));
        }
        if (!line.equals("ok")) {
            out.println(line);
        }
    }
}
