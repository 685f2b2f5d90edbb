package io.tailrace.deploy;

import io.tailrace.control.Control;
import io.tailrace.control.ControlSettings;
import io.tailrace.core.CoreGroup;
import io.tailrace.core.config.ListenAddress;
import io.tailrace.core.config.ProxySettings;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.BindException;
import java.time.Duration;

/**
 * Cores and control of this process, wired to each other.
 *
 * <p>Thread: any one thread at a time; {@link #drain} also beside {@link #serve}.
 */
final class RunningProxy implements AutoCloseable {
    private final CoreGroup cores;
    private final Control control;
    private volatile boolean serving;

    private RunningProxy(CoreGroup cores, Control control) {
        this.cores = cores;
        this.control = control;
    }

    /**
     * Listens, and begins to read. Clients can connect, and wait for {@link #serve}.
     *
     * @throws BindException when an address cannot be listened on
     * @throws IOException with one line for the user, as all of these
     */
    static RunningProxy start(ProxySettings settings, ControlSettings controlSettings)
            throws IOException {
        CoreGroup cores;
        try {
            cores = CoreGroup.bind(settings);
        } catch (BindException e) {
            boolean tls = settings.listen().stream().anyMatch(ListenAddress::tls);
            throw withRemedy(e, tls ? "--http or --https" : "--http");
        }
        try {
            Control control =
                    Control.start(
                            withHttpsPort(controlSettings, cores),
                            cores.snapshots(),
                            cores.generations(),
                            cores.draining(),
                            cores.stats());
            return new RunningProxy(cores, control);
        } catch (RuntimeException e) {
            cores.close();
            throw e;
        } catch (IOException e) {
            cores.close();
            throw e.getCause() instanceof BindException ? withRemedy(e, "--admin") : e;
        }
    }

    /** Where nothing else is said, requests in clear are redirected to where TLS is spoken. */
    private static ControlSettings withHttpsPort(ControlSettings settings, CoreGroup cores) {
        return settings.httpsPort() != 0 || cores.httpsAddresses().isEmpty()
                ? settings
                : settings.withHttpsPort(cores.httpsAddresses().getFirst().getPort());
    }

    private static BindException withRemedy(IOException e, String option) {
        BindException complete =
                new BindException(
                        e.getMessage()
                                + "; stop what listens there or choose another address with "
                                + option);
        complete.initCause(e);
        return complete;
    }

    /**
     * Waits for the first rules, and serves.
     *
     * @return false when this was closed before there were any
     */
    boolean serve() throws IOException {
        try {
            if (!control.awaitFirst()) {
                return false;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for the first rules");
        }
        serving = true;
        cores.start();
        return true;
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
        return !serving || cores.drain(limit);
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
