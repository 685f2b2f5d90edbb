package io.tailrace.deploy;

import picocli.CommandLine.IVersionProvider;

/**
 * Which Tailrace this is, and on which Java it runs.
 *
 * <p>Thread: any (immutable).
 */
final class Version implements IVersionProvider {
    /** From the jar; classes that were not packaged have none. */
    static String number() {
        String version = Tailrace.class.getPackage().getImplementationVersion();
        return version == null ? "unpackaged" : version;
    }

    @Override
    public String[] getVersion() {
        return new String[] {"tailrace " + number() + " (Java " + Runtime.version() + ")"};
    }
}
