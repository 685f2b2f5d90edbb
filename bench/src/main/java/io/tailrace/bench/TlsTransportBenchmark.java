package io.tailrace.bench;

import io.tailrace.core.buffer.IoBuffer;
import io.tailrace.core.config.TlsSettings;
import io.tailrace.core.exchange.Fault;
import io.tailrace.core.handoff.CoreStats;
import io.tailrace.core.handoff.Doorbell;
import io.tailrace.core.handoff.GenerationBoard;
import io.tailrace.core.handoff.Mailbox;
import io.tailrace.core.handoff.SnapshotCell;
import io.tailrace.core.loop.Clock;
import io.tailrace.core.loop.CoreLoop;
import io.tailrace.core.loop.Readiness;
import io.tailrace.core.tls.EngineFactory;
import io.tailrace.core.tls.SelfSigned;
import io.tailrace.core.transport.Transport;
import io.tailrace.core.transport.Transports;
import io.tailrace.core.transport.Wire;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Selector;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * What a TLS transport costs over its bare engine, with a wire in memory. A record can be opened
 * once only, so both reading benchmarks contain the sealing by the client, which {@link
 * #clientSeal} has alone.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class TlsTransportBenchmark {
    private static final int RECORD = 16 * 1024;
    private static final int AREA = 128 * 1024;

    /** More than any handshake has. */
    private static final int STEPS = 20;

    @Param({"128", "16384", "65536"})
    private int bytes;

    private final ByteBuffer plain = ByteBuffer.allocateDirect(AREA);
    private final ByteBuffer sealed = ByteBuffer.allocateDirect(AREA);
    private final ByteBuffer opened = ByteBuffer.allocateDirect(AREA);
    private final IoBuffer source = new IoBuffer(AREA);
    private final MemoryWire wire = new MemoryWire();
    private final Pair bare = newPair();
    private final SSLEngine client = newClient();
    private final Transport transport = newTransport();

    /** A client and a server that have shaken hands. */
    private record Pair(SSLEngine client, SSLEngine server) {}

    private Pair newPair() {
        try {
            Pair pair = new Pair(newClient(), newServer());
            ByteBuffer toServer = ByteBuffer.allocate(AREA).flip();
            ByteBuffer toClient = ByteBuffer.allocate(AREA).flip();
            for (int i = 0; i < STEPS; i++) {
                step(pair.client(), toClient, toServer);
                step(pair.server(), toServer, toClient);
            }
            return pair;
        } catch (SSLException e) {
            throw new IllegalStateException("no handshake", e);
        }
    }

    private Transport newTransport() {
        Transports transports = new Transports(64 << 20, newLoop());
        Transport server = transports.tls(transports.plain(wire), newServer());
        try {
            ByteBuffer toServer = ByteBuffer.allocate(AREA).flip();
            ByteBuffer toClient = ByteBuffer.allocate(AREA).flip();
            for (int i = 0; i < STEPS; i++) {
                step(client, toClient, toServer);
                wire.offer(toServer);
                server.read();
                server.endInput();
                wire.take(toClient);
            }
            if (!server.isOpen()) {
                throw new IllegalStateException("no handshake");
            }
            return server;
        } catch (SSLException e) {
            throw new IllegalStateException("no handshake", e);
        }
    }

    /** One that never turns. */
    private static CoreLoop newLoop() {
        Doorbell doorbell = new Doorbell(() -> {});
        return new CoreLoop(
                new CoreStats(0, Fault.reasons()),
                newSelector(),
                Clock.system(),
                doorbell,
                new Mailbox(doorbell),
                new SnapshotCell(List.of(doorbell), _ -> {}),
                new GenerationBoard(1));
    }

    private static Selector newSelector() {
        try {
            return Selector.open();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static SSLEngine newServer() {
        EngineFactory factory = new EngineFactory(TlsSettings.defaults());
        try {
            return factory.engine(factory.context(SelfSigned.make()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static SSLEngine newClient() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new TrustAll()}, new SecureRandom());
            SSLEngine engine = context.createSSLEngine();
            engine.setUseClientMode(true);
            engine.setEnabledProtocols(new String[] {"TLSv1.3"});
            engine.setEnabledCipherSuites(new String[] {"TLS_AES_128_GCM_SHA256"});
            return engine;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** All that an engine can do by itself. Both buffers are ready to be read, before and after. */
    private void step(SSLEngine engine, ByteBuffer in, ByteBuffer out) throws SSLException {
        out.compact();
        boolean more = true;
        while (more) {
            for (Runnable task = engine.getDelegatedTask();
                    task != null;
                    task = engine.getDelegatedTask()) {
                task.run();
            }
            int before = in.remaining() + out.position();
            if (in.hasRemaining() && engine.getHandshakeStatus() != HandshakeStatus.NEED_WRAP) {
                engine.unwrap(in, opened.clear());
            }
            engine.wrap(plain.clear().limit(0), out);
            more =
                    in.remaining() + out.position() != before
                            || engine.getHandshakeStatus() == HandshakeStatus.NEED_TASK;
        }
        out.flip();
    }

    /** Seals what a pod sent, by the engine alone. */
    @Benchmark
    public int bareWrite() throws SSLException {
        ByteBuffer out = sealed.clear();
        for (int at = 0; at < bytes; at += RECORD) {
            bare.server().wrap(plain.clear().position(at).limit(Math.min(bytes, at + RECORD)), out);
        }
        return out.position();
    }

    /** The same by a transport. */
    @Benchmark
    public int transportWrite() {
        return transport.write(source, 0, bytes);
    }

    /** What both reads contain. */
    @Benchmark
    public int clientSeal() throws SSLException {
        return seal(bare.client());
    }

    private int seal(SSLEngine engine) throws SSLException {
        ByteBuffer out = sealed.clear();
        ByteBuffer in = plain.clear().limit(bytes);
        while (in.hasRemaining()) {
            engine.wrap(in, out);
        }
        out.flip();
        return out.limit();
    }

    /** Opens what a client sent, by the engine alone. */
    @Benchmark
    public int bareRead() throws SSLException {
        seal(bare.client());
        ByteBuffer out = opened.clear();
        while (sealed.hasRemaining()) {
            bare.server().unwrap(sealed, out);
        }
        return out.position();
    }

    /** The same by a transport. */
    @Benchmark
    public int transportRead() throws SSLException {
        seal(client);
        wire.offer(sealed);
        int count = 0;
        while (count < bytes) {
            int read = transport.read();
            if (read <= 0) {
                throw new IllegalStateException("read " + read);
            }
            count += read;
            transport.input().consume(transport.input().size());
            transport.endInput();
        }
        return count;
    }

    /** Two buffers. What is written when nobody wants it is gone. */
    private static final class MemoryWire implements Wire {
        private final ByteBuffer written = ByteBuffer.allocate(AREA);
        private ByteBuffer toRead = ByteBuffer.allocate(0);
        private boolean keeps = true;

        void offer(ByteBuffer bytes) {
            toRead = bytes;
        }

        /** What was written in the handshake; from now on nothing is kept. */
        void take(ByteBuffer target) {
            target.compact().put(written.flip()).flip();
            written.clear();
            keeps = target.hasRemaining();
        }

        @Override
        public int read(ByteBuffer target) {
            int count = Math.min(target.remaining(), toRead.remaining());
            target.put(target.position(), toRead, toRead.position(), count);
            target.position(target.position() + count);
            toRead.position(toRead.position() + count);
            return count;
        }

        @Override
        public int write(ByteBuffer bytes) {
            int count = bytes.remaining();
            if (keeps) {
                written.put(bytes);
            }
            bytes.position(bytes.limit());
            return count;
        }

        @Override
        public void attach(Readiness readiness) {}

        @Override
        public boolean finishConnect() {
            return true;
        }

        @Override
        public void interest(int ops) {}

        @Override
        public void acknowledge() {}

        @Override
        public void shutdownOutput() {}

        @Override
        public void close() {}

        @Override
        public void reset() {}
    }

    private static final class TrustAll implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
