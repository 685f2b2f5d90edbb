package io.tailrace.deploy;

import io.tailrace.control.Control;
import io.tailrace.control.ControlSettings;
import io.tailrace.core.CoreGroup;
import io.tailrace.core.config.Limits;
import io.tailrace.core.config.ProxySettings;
import io.tailrace.core.config.Timeouts;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

/**
 * Cores and control of this process, wired to each other.
 *
 * <p>Thread: any one thread at a time.
 */
final class RunningProxy implements AutoCloseable {
    private final CoreGroup cores;
    private final Control control;

    private RunningProxy(CoreGroup cores, Control control) {
        this.cores = cores;
        this.control = control;
    }

    /**
     * Listens, reads the manifests and puts them in force.
     *
     * @throws IOException with one line for the user
     */
    static RunningProxy start(
            List<InetSocketAddress> http, int coreCount, ControlSettings controlSettings)
            throws IOException {
        CoreGroup cores =
                CoreGroup.start(
                        new ProxySettings(
                                http,
                                coreCount,
                                DirectMemory.perCore(coreCount),
                                Timeouts.defaults(),
                                Limits.defaults(),
                                List.of()));
        try {
            Control control =
                    Control.start(
                            controlSettings, cores.snapshots(), cores.generations(), cores.stats());
            return new RunningProxy(cores, control);
        } catch (IOException | RuntimeException e) {
            cores.close();
            throw e;
        }
    }

    CoreGroup cores() {
        return cores;
    }

    Control control() {
        return control;
    }

    /**
     * Stops accepting and waits for what is in flight.
     *
     * @return whether all of it was finished in time
     */
    boolean drain(Duration limit) throws InterruptedException {
        return cores.drain(limit);
    }

    @Override
    public void close() throws IOException {
        try {
            control.close();
        } finally {
            cores.close();
        }
    }
}
