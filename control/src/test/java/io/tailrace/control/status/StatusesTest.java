package io.tailrace.control.status;

import static io.tailrace.control.Samples.ingress;
import static io.tailrace.control.Samples.path;
import static io.tailrace.control.Samples.port;
import static io.tailrace.control.Samples.ready;
import static io.tailrace.control.Samples.service;
import static io.tailrace.control.Samples.slice;
import static io.tailrace.control.status.Shop.OURS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tailrace.control.Samples.IngressBuilder;
import io.tailrace.control.model.IngressFact;
import io.tailrace.control.model.IngressModel;
import io.tailrace.control.model.PublishedAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class StatusesTest {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final Shop shop = new Shop();
    private final List<String> writes = new ArrayList<>();
    private final List<WriteResult> results = new ArrayList<>();
    private final StatusSink sink =
            new StatusSink() {
                @Override
                public WriteResult write(IngressFact fact, List<PublishedAddress> addresses) {
                    writes.add(fact.key().name() + " " + fact.resourceVersion() + addresses);
                    return results.isEmpty() ? WriteResult.DONE : results.removeFirst();
                }

                @Override
                public String text() {
                    return "as the test says";
                }
            };
    private final Statuses statuses =
            new Statuses(
                    shop.facts,
                    sink,
                    new StatusStats(),
                    new Random(1),
                    new Trouble("nothing is written", "to write"));
    private long nowNs;

    @Test
    void shouldWriteOnceWhenTheIngressIsInForce() {
        add("web");
        shop.tell(web("web"));
        turn(shop.publishSeen());

        assertEquals(List.of("web 1[192.0.2.1]"), writes);
    }

    @Test
    void shouldNotWriteAgainWhenTheAnswerIsStillOnItsWay() {
        add("web");
        shop.tell(web("web"));
        Seen seen = shop.publishSeen();
        turn(seen);
        nowNs += SECOND;
        turn(seen);
        shop.tell(web("web"), OURS);
        turn(seen);

        assertEquals(1, writes.size());
    }

    @Test
    void shouldWriteAgainWhenTheFenceWasClosed() {
        results.add(WriteResult.FENCED);
        add("web");
        shop.tell(web("web"));
        Seen seen = shop.publishSeen();
        turn(seen);
        nowNs += SECOND;
        turn(seen);

        assertEquals(List.of("web 1[192.0.2.1]", "web 1[192.0.2.1]"), writes);
    }

    @Test
    void shouldWriteAgainWhenSomebodyElseHasOverwrittenIt() {
        add("web");
        shop.tell(web("web"));
        Seen seen = shop.publishSeen();
        turn(seen);
        shop.tell(web("web"), Shop.ANOTHERS);
        turn(seen);

        assertEquals(List.of("web 1[192.0.2.1]", "web 2[192.0.2.1]"), writes);
    }

    @Test
    void shouldWriteAllWhenTheAddressesChange() {
        add("one");
        add("two");
        shop.tell(web("one"), OURS);
        shop.tell(web("two"), OURS);
        Seen seen = shop.publishSeen();
        turn(seen);
        assertEquals(List.of(), writes);

        PublishedAddress next = PublishedAddress.ofIp("192.0.2.9");
        statuses.look(seen, List.of(next), nowNs);
        statuses.write(nowNs);
        statuses.write(nowNs);

        writes.sort(null);
        assertEquals(List.of("one 1[192.0.2.9]", "two 2[192.0.2.9]"), writes);
    }

    @Test
    void shouldWriteWhenWhatItWaitedForHasCome() {
        IngressModel api = ingress("api").rule("c.example", path("Prefix", "/", "api:80")).build();
        shop.put(api, service("api", port("", 80)));
        shop.tell(api);
        turn(shop.publishSeen());
        assertEquals(List.of(), writes);

        shop.put(slice("api-1", "api", port("", 8080), ready("10.0.1.1")));
        turn(shop.publishSeen());

        assertEquals(List.of("api 1[192.0.2.1]"), writes);
    }

    @Test
    void shouldWriteAllTheSameWhenNothingHasComeForALittleWhile() {
        IngressModel api = ingress("api").rule("c.example", path("Prefix", "/", "api:80")).build();
        shop.put(api);
        shop.tell(api);
        Seen seen = shop.publishSeen();
        turn(seen);
        nowNs += Statuses.GRACE_NS / 2;
        turn(seen);
        assertEquals(List.of(), writes);
        nowNs += Statuses.GRACE_NS;
        turn(seen);

        assertEquals(List.of("api 1[192.0.2.1]"), writes);
    }

    @Test
    void shouldTakeItOutWhenItHasLeftForALittleWhile() {
        IngressModel left = builder("web").className("nginx").build();
        shop.put(left);
        shop.tell(left, OURS);
        Seen seen = shop.publishSeen();
        turn(seen);
        assertEquals(List.of(), writes);
        nowNs += Statuses.GRACE_NS;
        turn(seen);

        assertEquals(List.of("web 1[]"), writes);
    }

    @Test
    void shouldTryAgainWithTheNewestWhenItHasChangedMeanwhile() {
        add("web");
        shop.tell(web("web"));
        Seen seen = shop.publishSeen();
        results.add(WriteResult.CONFLICT);
        turn(seen);
        nowNs += SECOND;
        shop.tell(web("web"));
        turn(seen);

        assertEquals(List.of("web 1[192.0.2.1]", "web 2[192.0.2.1]"), writes);
    }

    @Test
    void shouldPauseWhenARightIsMissing() {
        add("web");
        shop.tell(web("web"));
        Seen seen = shop.publishSeen();
        results.add(WriteResult.FORBIDDEN);
        turn(seen);
        turn(seen);
        assertEquals(1, writes.size());
        assertTrue(statuses.dueInNs(nowNs) > 0);
        nowNs += Backoff.LONGEST_NS;
        turn(seen);

        assertEquals(2, writes.size());
    }

    @Test
    void shouldForgetItWhenItIsGone() {
        add("web");
        shop.tell(web("web"));
        Seen seen = shop.publishSeen();
        results.add(WriteResult.GONE);
        turn(seen);
        shop.facts.remove(web("web").key());
        nowNs += Backoff.LONGEST_NS;
        turn(seen);

        assertEquals(1, writes.size());
        assertEquals(Long.MAX_VALUE, statuses.dueInNs(nowNs));
    }

    @Test
    void shouldKeepThePaceWhenManyAreDue() {
        for (int i = 0; i < 300; i++) {
            IngressModel one =
                    ingress("i" + i)
                            .rule("h" + i + ".example", path("Prefix", "/", "web:80"))
                            .build();
            shop.put(one);
            shop.tell(one);
        }
        Seen seen = shop.publishSeen();
        for (int i = 0; i < 300; i++) {
            turn(seen);
        }
        assertEquals(100, writes.size());
        nowNs += SECOND;
        for (int i = 0; i < 300; i++) {
            turn(seen);
        }

        assertEquals(120, writes.size());
    }

    private void turn(Seen seen) {
        statuses.look(seen, List.of(OURS), nowNs);
        statuses.write(nowNs);
    }

    private void add(String name) {
        shop.put(web(name));
    }

    private static IngressBuilder builder(String name) {
        return ingress(name).rule(name + ".example", path("Prefix", "/", "web:80"));
    }

    private static IngressModel web(String name) {
        return builder(name).build();
    }
}
