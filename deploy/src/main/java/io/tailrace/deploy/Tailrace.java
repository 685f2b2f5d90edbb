package io.tailrace.deploy;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * The process's entrance.
 *
 * <p>Thread: the main thread.
 */
@Command(
        name = "tailrace",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        subcommands = {DemoCommand.class, RunCommand.class, CtlCommand.class},
        header = "An Ingress controller and ingress proxy for Kubernetes in one process.",
        description = {
            "",
            "Reads Ingress objects, makes one decision table of them (host, path, service), and"
                    + " forwards each HTTP request to a pod of the service that a rule names.",
            ""
        },
        footer = {
            "",
            "See it at work:     tailrace demo",
            "Use it:             tailrace run --kubeconfig FILE, or --manifests DIRECTORY",
            "More on a command:  tailrace run --help",
            "",
            "Exit status: 0 done or drained, 1 cannot start, 2 wrong usage."
        })
final class Tailrace {
    /** What a command returns when the process lives on until a signal ends it. */
    static final int STAYS = -1;

    private Tailrace() {}

    public static void main(String[] args) {
        StderrSink.install();
        int status = commandLine().execute(args);
        if (status != STAYS) {
            System.exit(status);
        }
    }

    static CommandLine commandLine() {
        return new CommandLine(new Tailrace())
                .setParameterExceptionHandler(UserErrors::onWrongUsage)
                .setExecutionExceptionHandler(UserErrors::onFailure)
                .setUsageHelpWidth(100);
    }
}
