package io.tailrace.deploy;

import java.io.IOException;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * What went wrong, in one line that names the thing, the place and the remedy.
 *
 * <p>Thread: the main thread.
 */
final class UserErrors {
    private UserErrors() {}

    static int onWrongUsage(ParameterException e, String[] args) {
        CommandLine command = e.getCommandLine();
        StringBuilder line = new StringBuilder(oneLine(e));
        if (e instanceof UnmatchedArgumentException unmatched) {
            List<String> known = unmatched.getSuggestions();
            if (!known.isEmpty()) {
                line.append(", did you mean ").append(known.getFirst()).append('?');
            }
        }
        String name = command.getCommandSpec().qualifiedName();
        line.append("; see ").append(name).append(" --help");
        print(command, line.toString());
        return ExitCode.USAGE;
    }

    /** Anything but an {@link IOException} is a bug, and is shown with its stack trace. */
    static int onFailure(Exception e, CommandLine command, ParseResult args) throws Exception {
        if (!(e instanceof IOException)) {
            throw e;
        }
        print(command, oneLine(e));
        return ExitCode.SOFTWARE;
    }

    private static void print(CommandLine command, String line) {
        command.getErr().println(command.getCommandSpec().qualifiedName() + ": " + line);
    }

    private static String oneLine(Exception e) {
        String message = e.getMessage();
        return message == null ? e.toString() : message.lines().findFirst().orElse("");
    }
}
