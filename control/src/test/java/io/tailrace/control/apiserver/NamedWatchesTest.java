package io.tailrace.control.apiserver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.client.Config;
import io.tailrace.control.model.IngressFacts;
import io.tailrace.control.model.ObjectKey;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Watches that nobody ever answers: the port is one that nothing listens on. */
final class NamedWatchesTest {
    private static final long MS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final ObjectKey A = ObjectKey.secret("shop", "a");
    private static final ObjectKey B = ObjectKey.secret("shop", "b");
    private static final ObjectKey C = ObjectKey.secret("shop", "c");

    private final Inbox inbox = new Inbox();
    private final Lanes lanes = new Lanes(nobody());
    private final WatchBoard board = new WatchBoard();
    private final NamedWatches watches = watches(List.of(), false);

    private static Config nobody() {
        Config config = Config.empty();
        config.setMasterUrl("http://127.0.0.1:1/");
        return config;
    }

    private NamedWatches watches(List<String> namespaces, boolean allSecrets) {
        return new NamedWatches(
                new ApiServerSettings(null, null, namespaces, allSecrets, null),
                new WatchMaker(lanes, inbox, new IngressFacts(), board, "test"),
                inbox);
    }

    @AfterEach
    void stop() {
        watches.stop();
        lanes.close();
    }

    @Test
    void shouldLetRulesWaitForALittleWhile() {
        assertTrue(watches.want(Set.of(A), 0));

        assertFalse(watches.areAnswered(400 * MS, false));
        assertEquals(100 * MS, watches.dueInNs(400 * MS));
        assertTrue(watches.areAnswered(500 * MS, false));
        assertFalse(watches.areAnswered(500 * MS, true));
    }

    @Test
    void shouldLetNobodyWaitLongerWhenOthersAreNamedMeanwhile() {
        watches.want(Set.of(A), 0);
        assertTrue(watches.want(Set.of(A, B), 400 * MS));
        assertTrue(watches.areAnswered(500 * MS, false));
        assertTrue(watches.want(Set.of(A, B, C), 510 * MS));
        assertTrue(watches.isOverdue(510 * MS));

        watches.served();
        assertFalse(watches.isOverdue(510 * MS));
    }

    @Test
    void shouldTellThatAnObjectIsGoneWhenNobodyNamesItAnyMore() {
        watches.want(Set.of(A, B), 0);
        assertFalse(watches.want(Set.of(B), 0));

        assertEquals(Map.of(A, Letter.GONE), inbox.take());
        assertEquals(1, watches.all().size());
    }

    @Test
    void shouldWatchNoneOfAKindThatIsWatchedAsAWhole() {
        NamedWatches named = watches(List.of("shop"), true);
        ObjectKey elsewhere = ObjectKey.secret("infra", "tls");
        named.want(Set.of(A, elsewhere), 0);

        assertEquals(
                List.of("secret infra/tls"),
                named.missing().stream().map(m -> m.replaceAll(" \\(.*", "")).toList());
        assertEquals(1, KindWatches.watched(named.all(), board).size());
        named.stop();
    }

    @Test
    void shouldStartNothingWhenStopped() {
        watches.stop();
        watches.want(Set.of(A), 0);

        assertTrue(watches.all().stream().noneMatch(ObjectWatch::isConnected));
    }
}
