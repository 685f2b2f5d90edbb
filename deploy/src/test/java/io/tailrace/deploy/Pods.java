package io.tailrace.deploy;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Scripted pods of a test, each behind a path of its own on one host. */
final class Pods implements AutoCloseable {
    static final String HOST = "a.test";

    private final Manifests manifests;
    private final List<String> rules = new ArrayList<>();
    private final List<Closeable> started = new ArrayList<>();

    Pods(Path directory) throws IOException {
        manifests = new Manifests(directory);
    }

    /** A pod that does so with each connection, behind the path of this name. */
    Pods add(String name, ScriptedPod.Script script) throws IOException {
        return add(name, ScriptedPod.start(script));
    }

    Pods addOnSockets(String name, ScriptedPod.SocketScript script) throws IOException {
        return add(name, ScriptedPod.startOnSockets(script));
    }

    Pods addEcho(String name) throws IOException {
        EchoPod pod = EchoPod.start(name, name + "-1");
        started.add(pod::close);
        return addPort(name, pod.port());
    }

    private Pods add(String name, ScriptedPod pod) throws IOException {
        started.add(pod::close);
        return addPort(name, pod.port());
    }

    /** Whatever listens on that port, or does not. */
    Pods addPort(String name, int port) throws IOException {
        manifests.service(name, port);
        rules.add("/" + name + "=" + name);
        return this;
    }

    /** Writes the rules; the directory is complete. */
    Path directory() throws IOException {
        manifests.ingress("web", HOST, rules.toArray(String[]::new));
        return manifests.directory();
    }

    @Override
    public void close() throws IOException {
        for (Closeable pod : started) {
            pod.close();
        }
    }
}
