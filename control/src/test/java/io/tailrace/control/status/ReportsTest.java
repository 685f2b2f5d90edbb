package io.tailrace.control.status;

import static io.tailrace.control.Samples.ingress;
import static io.tailrace.control.Samples.path;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tailrace.control.model.IngressModel;
import java.util.Objects;
import org.junit.jupiter.api.Test;

final class ReportsTest {
    private final Shop shop = new Shop();
    private final Reports reports = new Reports(shop.inForce, shop.board);

    @Test
    void shouldHaveNoneWhenNothingIsPublished() {
        assertNull(reports.look());
        assertEquals(Long.MAX_VALUE, reports.dueInNs());
    }

    @Test
    void shouldHaveNoneUntilEveryCoreHasSeenTheGeneration() {
        assertNull(reports.look());
        shop.publish();
        assertNull(reports.look());
        assertTrue(reports.dueInNs() < Long.MAX_VALUE);
        shop.seen();

        assertNotNull(reports.look());
        assertEquals(Long.MAX_VALUE, reports.dueInNs());
    }

    @Test
    void shouldKeepTheFormerOneUntilTheNextIsSeen() {
        shop.publishSeen();
        Seen first = reports.look();
        IngressModel web = ingress("web").rule("a.example", path("Prefix", "/", "web:80")).build();
        shop.put(web);
        shop.publish();

        assertSame(first, reports.look());
        shop.seen();
        assertNotNull(Objects.requireNonNull(reports.look()).served().ours(web.key()));
    }

    @Test
    void shouldComeForwardWhenGenerationsFollowEachOtherQuickly() {
        shop.publishSeen();
        reports.look();
        IngressModel web = ingress("web").rule("a.example", path("Prefix", "/", "web:80")).build();
        shop.put(web);
        shop.publish();
        reports.look();
        shop.put(ingress("next").rule("b.example", path("Prefix", "/", "web:80")).build());
        // The core sees the first of two that nobody looked at in between.
        shop.board.reportSeen(0, shop.inForce.current().generation());
        shop.publish();

        assertNotNull(Objects.requireNonNull(reports.look()).served().ours(web.key()));
    }
}
