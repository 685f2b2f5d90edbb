package io.tailrace.core;

import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.spi.SelectorProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Reports the readiness of scripted wires, and never sleeps.
 *
 * <p>Thread: the test's.
 */
final class ScriptedSelector extends Selector {
    private final List<ScriptedWire> wires = new ArrayList<>();
    private boolean open = true;
    long lastTimeoutMs = -1;

    void add(ScriptedWire wire) {
        wires.add(wire);
    }

    /** Whether a turn would find anything. */
    boolean anyReady() {
        for (int i = 0; i < wires.size(); i++) {
            if (wires.get(i).readyOps() != 0) {
                return true;
            }
        }
        return false;
    }

    private int handle(Consumer<SelectionKey> action) {
        int count = 0;
        // By index: handlers open further wires meanwhile.
        for (int i = 0; i < wires.size(); i++) {
            ScriptedWire wire = wires.get(i);
            if (wire.readyOps() != 0) {
                count++;
                action.accept(wire.key());
            }
        }
        return count;
    }

    @Override
    public int select(Consumer<SelectionKey> action, long timeout) {
        lastTimeoutMs = timeout;
        return handle(action);
    }

    @Override
    public int select(Consumer<SelectionKey> action) {
        lastTimeoutMs = -1;
        return handle(action);
    }

    @Override
    public int selectNow(Consumer<SelectionKey> action) {
        lastTimeoutMs = 0;
        return handle(action);
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    @Override
    public SelectorProvider provider() {
        return SelectorProvider.provider();
    }

    @Override
    public Set<SelectionKey> keys() {
        return Set.of();
    }

    @Override
    public Set<SelectionKey> selectedKeys() {
        return Set.of();
    }

    @Override
    public int selectNow() {
        return 0;
    }

    @Override
    public int select(long timeout) {
        return 0;
    }

    @Override
    public int select() {
        return 0;
    }

    @Override
    public Selector wakeup() {
        return this;
    }

    @Override
    public void close() {
        open = false;
    }
}
