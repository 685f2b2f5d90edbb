package io.tailrace.control.watch;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.parser.Parser;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/**
 * YAML's parser with a limit to nesting, aliases included: whoever walks the tree that is built
 * from its events does so by recursion, and must come to an end.
 *
 * <p>Thread: any, one at a time, for one document.
 */
final class BoundedYamlParser implements Parser {
    /** The deepest object of the API that is read here has some 10 levels. */
    static final int MAX_DEPTH = 100;

    /** A collection that has begun and not ended; its height is that of the highest one in it. */
    private static final class Open {
        private final Optional<Anchor> anchor;
        private int height;

        private Open(Optional<Anchor> anchor) {
            this.anchor = anchor;
        }
    }

    private final Parser parser;
    private final Deque<Open> open = new ArrayDeque<>();

    /** Of collections that have ended: 1 for a flat one. */
    private final Map<Anchor, Integer> heights = new HashMap<>();

    BoundedYamlParser(LoadSettings settings, String text) {
        this.parser = new ParserImpl(settings, new StreamReader(settings, text));
    }

    @Override
    public boolean checkEvent(Event.ID id) {
        return parser.checkEvent(id);
    }

    @Override
    public Event peekEvent() {
        return parser.peekEvent();
    }

    @Override
    public boolean hasNext() {
        return parser.hasNext();
    }

    @Override
    public Event next() {
        Event event = parser.next();
        switch (event.getEventId()) {
            case SequenceStart, MappingStart -> {
                open.push(new Open(((CollectionStartEvent) event).getAnchor()));
                check(0);
            }
            case SequenceEnd, MappingEnd -> {
                Open ended = open.pop();
                int height = ended.height + 1;
                ended.anchor.ifPresent(anchor -> heights.put(anchor, height));
                raise(height);
            }
            case Alias -> {
                Anchor alias = ((AliasEvent) event).getAlias();
                if (open.stream().anyMatch(around -> around.anchor.equals(Optional.of(alias)))) {
                    throw new YamlEngineException("has a part that holds itself");
                }
                int height = heights.getOrDefault(alias, 0);
                check(height);
                raise(height);
            }
            default -> {}
        }
        return event;
    }

    private void check(int height) {
        if (open.size() + height > MAX_DEPTH) {
            throw new YamlEngineException("is nested deeper than " + MAX_DEPTH + " levels");
        }
    }

    private void raise(int height) {
        Open around = open.peek();
        if (around != null) {
            around.height = Math.max(around.height, height);
        }
    }
}
