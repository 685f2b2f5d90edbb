package io.tailrace.loadtest;

import io.tailrace.loadtest.churn.ChurnCommand;
import java.io.IOException;
import picocli.CommandLine;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.ParameterException;

/**
 * The load-testing harness as a process. Exit codes: 0 good, 1 not, 2 wrong usage.
 *
 * <p>Thread: main.
 */
public final class Main {
    private Main() {}

    /** Runs the command and ends the process. */
    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    /** The command, with every failure that a user can mend told in one line. */
    public static CommandLine commandLine() {
        return new CommandLine(new LoadCommand())
                .addSubcommand(new ChurnCommand())
                .setParameterExceptionHandler(Main::wrongUsage)
                .setExecutionExceptionHandler(Main::failed);
    }

    private static int wrongUsage(ParameterException e, String[] args) {
        CommandLine command = e.getCommandLine();
        command.getErr()
                .printf(
                        "%s: %s (see --help)%n",
                        command.getCommandSpec().qualifiedName(), e.getMessage());
        command.getErr().flush();
        return CommandLine.ExitCode.USAGE;
    }

    private static int failed(Exception e, CommandLine command, CommandLine.ParseResult parsed)
            throws Exception {
        if (e instanceof IOException) {
            command.getErr()
                    .printf("%s: %s%n", command.getCommandSpec().qualifiedName(), e.getMessage());
            command.getErr().flush();
            return CommandLine.ExitCode.SOFTWARE;
        }
        throw e;
    }

    /** What the jar's manifest says. */
    public static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Main.class.getPackage().getImplementationVersion();
            return new String[] {"tailrace-load " + (version == null ? "(unpackaged)" : version)};
        }
    }
}
