package io.tailrace.control.apiserver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tailrace.control.model.ObjectKey;
import io.tailrace.control.model.Rejection;
import io.tailrace.control.model.ServiceModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class InboxTest {
    private static final ObjectKey WEB = ObjectKey.service("shop", "web");
    private static final ObjectKey API = ObjectKey.service("shop", "api");
    private static final Rejection BAD = Rejection.of(WEB, "spec", "is bad", "mend it");
    private static final long LONG_NS = TimeUnit.SECONDS.toNanos(60);

    private final Inbox inbox = new Inbox();

    @Test
    void shouldGiveTheNewestOfEachWhenAnObjectComesSeveralTimes() {
        inbox.put(Map.of(WEB, Letter.of(service(false))));
        inbox.put(Map.of(API, Letter.GONE));
        inbox.put(Map.of(WEB, Letter.of(service(true))));

        Map<ObjectKey, Letter> taken = inbox.take();
        assertEquals(List.of(WEB, API), new ArrayList<>(taken.keySet()));
        assertEquals(Letter.of(service(true)), taken.get(WEB));
        assertTrue(inbox.take().isEmpty());
    }

    @Test
    void shouldKeepTheReadableVersionWhenANewerOneCannotBeRead() {
        inbox.put(Map.of(WEB, Letter.of(service(false))));
        inbox.put(Map.of(WEB, Letter.unreadable(BAD)));

        assertEquals(Map.of(WEB, new Letter(service(false), false, BAD)), inbox.take());
    }

    @Test
    void shouldForgetTheFaultWhenANewerVersionCanBeRead() {
        inbox.put(Map.of(WEB, Letter.unreadable(BAD)));
        inbox.put(Map.of(WEB, Letter.of(service(false))));

        assertEquals(Map.of(WEB, Letter.of(service(false))), inbox.take());
    }

    @Test
    void shouldStayGoneWhenAnUnreadableOneFollows() {
        inbox.put(Map.of(WEB, Letter.GONE));
        inbox.put(Map.of(WEB, Letter.unreadable(BAD)));

        assertEquals(Map.of(WEB, new Letter(null, true, BAD)), inbox.take());
    }

    @Test
    void shouldNotSleepWhenSomethingCameBefore() throws InterruptedException {
        inbox.put(Map.of(WEB, Letter.GONE));
        inbox.await(LONG_NS);
        inbox.await(1);

        assertEquals(1, inbox.take().size());
    }

    @Test
    void shouldEndTheSleepWhenSomebodyWakes() throws InterruptedException {
        Thread.ofVirtual().start(inbox::wake);
        inbox.await(LONG_NS);

        assertTrue(inbox.take().isEmpty());
    }

    private static ServiceModel service(boolean external) {
        return new ServiceModel(WEB, external, List.of());
    }
}
