package io.tailrace.control.status;

import static io.tailrace.control.Samples.ingress;
import static io.tailrace.control.Samples.path;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tailrace.control.Samples;
import io.tailrace.control.model.IngressModel;
import io.tailrace.control.model.ObjectKey;
import io.tailrace.control.model.SecretModel;
import io.tailrace.control.status.Warning.Name;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;

final class EventsTest {
    private static final long HOUR = TimeUnit.HOURS.toNanos(1);

    private final Shop shop = new Shop();
    private final Store store = new Store();
    private final Events events = events();
    private long nowNs;

    @Test
    void shouldTellWhatIsWrongForAWhile() {
        breakIngress("web");
        Seen seen = shop.publishSeen();
        turn(seen);
        assertEquals(List.of(), store.calls);
        turnAfter(Events.SETTLE_NS, seen);

        assertEquals(List.of("create web"), store.calls);
    }

    @Test
    void shouldNotTellWhatIsMendedAtOnce() {
        breakIngress("web");
        turn(shop.publishSeen());
        mendIngress("web");
        Seen mended = shop.publishSeen();
        turnAfter(Events.SETTLE_NS / 2, mended);
        turnAfter(Events.SETTLE_NS, mended);
        turnAfter(Events.SETTLE_NS, mended);

        assertEquals(List.of(), store.calls);
    }

    @Test
    void shouldTellAnotherIngressThatNamesABrokenSecret() {
        shop.put(
                new SecretModel(
                        ObjectKey.secret(Samples.NAMESPACE, "broken"),
                        "kubernetes.io/tls",
                        "nonsense",
                        "nonsense",
                        ""));
        put(withSecret("one"));
        Seen seen = shop.publishSeen();
        turn(seen);
        turnAfter(Events.SETTLE_NS, seen);
        put(withSecret("two"));
        seen = shop.publishSeen();
        turnAfter(Events.SETTLE_NS, seen);
        turnAfter(Events.SETTLE_NS, seen);

        assertEquals(List.of("create one", "create two"), store.calls);
    }

    private static IngressModel withSecret(String name) {
        return ingress(name)
                .rule(name + ".example", path("Prefix", "/", "web:80"))
                .tls("broken", name + ".example")
                .build();
    }

    @Test
    void shouldTakeBackWhatIsMended() {
        tellBroken("web");
        mendIngress("web");
        Seen mended = shop.publishSeen();
        turnAfter(Events.SETTLE_NS, mended);
        turnAfter(Events.SETTLE_NS, mended);

        assertEquals(List.of("create web", "delete web"), store.calls);
        assertEquals(Map.of(), store.there);
    }

    @Test
    void shouldSayItAgainWhenItLasts() {
        Seen seen = tellBroken("web");
        turnAfter(Events.AGAIN_NS / 2, seen);
        assertEquals(List.of("create web"), store.calls);
        turnAfter(Events.AGAIN_NS, seen);

        assertEquals(List.of("create web", "again web 2"), store.calls);
    }

    @Test
    void shouldTellItAnewWhenTheApiServerHasForgotten() {
        Seen seen = tellBroken("web");
        store.there.clear();
        turnAfter(HOUR, seen);
        turnAfter(Backoff.LONGEST_NS, seen);

        assertEquals(List.of("create web", "again web 2", "create web"), store.calls);
    }

    @Test
    void shouldGoOnWithWhatAnotherLeaderHasTold() {
        breakIngress("web");
        breakIngress("old");
        Seen both = shop.publishSeen();
        turn(both);
        turnAfter(Events.SETTLE_NS, both);
        turn(both);
        mendIngress("old");
        Seen seen = shop.publishSeen();
        store.calls.clear();

        Events next = events();
        for (int i = 0; i < 4; i++) {
            next.look(seen, nowNs);
            next.write(nowNs);
            nowNs += Events.SETTLE_NS;
        }

        assertEquals(List.of("list", "delete old"), store.calls);
        assertEquals(1, store.there.size());
    }

    @Test
    void shouldPauseWhenARightIsMissing() {
        breakIngress("web");
        Seen seen = shop.publishSeen();
        store.answer = WriteResult.FORBIDDEN;
        turn(seen);
        turn(seen);
        assertEquals(List.of(), store.calls);
        store.answer = WriteResult.DONE;
        turnAfter(Backoff.LONGEST_NS, seen);
        turnAfter(Events.SETTLE_NS, seen);

        assertEquals(List.of("create web"), store.calls);
    }

    @Test
    void shouldKeepThePaceWhenMuchIsWrong() {
        for (int i = 0; i < 200; i++) {
            breakIngress("i" + i);
        }
        Seen seen = shop.publishSeen();
        turn(seen);
        nowNs += Events.SETTLE_NS;
        for (int i = 0; i < 200; i++) {
            turn(seen);
        }
        assertEquals(50, store.calls.size());
        nowNs += TimeUnit.SECONDS.toNanos(1);
        for (int i = 0; i < 200; i++) {
            turn(seen);
        }

        assertEquals(60, store.calls.size());
        assertTrue(events.dueInNs(nowNs) > 0);
    }

    private Seen tellBroken(String name) {
        breakIngress(name);
        Seen seen = shop.publishSeen();
        turn(seen);
        turnAfter(Events.SETTLE_NS, seen);
        return seen;
    }

    private void breakIngress(String name) {
        put(ingress(name).rule(name + ".example", path("Prefix", "/", "no:80")).build());
    }

    private void mendIngress(String name) {
        put(ingress(name).rule(name + ".example", path("Prefix", "/", "web:80")).build());
    }

    private void put(IngressModel stated) {
        shop.put(stated);
        shop.tell(stated);
    }

    private void turn(Seen seen) {
        events.look(seen, nowNs);
        events.write(nowNs);
        store.calls.remove("list");
    }

    private void turnAfter(long ns, Seen seen) {
        nowNs += ns;
        turn(seen);
    }

    private Events events() {
        return new Events(
                shop.facts,
                store,
                new StatusStats(),
                InstantSource.fixed(Instant.EPOCH),
                new Random(1),
                new Trouble("nothing is told", "to tell"));
    }

    /** Events as an API server has them. */
    private static final class Store implements EventSink {
        private final Map<String, Integer> there = new TreeMap<>();
        private final List<String> calls = new ArrayList<>();
        private WriteResult answer = WriteResult.DONE;

        @Override
        public WriteResult list(BiConsumer<Name, Integer> action) {
            calls.add("list");
            there.forEach((name, count) -> action.accept(new Name("shop", name), count));
            return answer;
        }

        @Override
        public WriteResult create(Name name, Warning warning, Instant now) {
            calls.add("create " + of(name));
            if (answer == WriteResult.DONE) {
                there.put(name.name(), 1);
            }
            return answer;
        }

        @Override
        public WriteResult again(Name name, int count, Instant now) {
            calls.add("again " + of(name) + " " + count);
            return there.replace(name.name(), count) == null ? WriteResult.GONE : answer;
        }

        @Override
        public WriteResult delete(Name name) {
            calls.add("delete " + of(name));
            return there.remove(name.name()) == null ? WriteResult.GONE : answer;
        }

        @Override
        public String text() {
            return "as the test says";
        }

        private static String of(Name name) {
            return name.name().substring(0, name.name().lastIndexOf('.'));
        }
    }
}
