package io.tailrace.control.status;

import static io.tailrace.control.Samples.ingress;
import static io.tailrace.control.Samples.path;
import static io.tailrace.control.Samples.service;
import static io.tailrace.control.status.Shop.ANOTHERS;
import static io.tailrace.control.status.Shop.OURS;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tailrace.control.model.IngressFact;
import io.tailrace.control.model.IngressModel;
import io.tailrace.control.status.StatusRule.Action;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class StatusRuleTest {
    private static final IngressModel WEB =
            ingress("web").rule("a.example", path("Prefix", "/", "web:80")).build();

    private final Shop shop = new Shop();

    @Test
    void shouldWriteWhenItIsInForce() {
        shop.put(WEB);

        assertEquals(Action.WRITE, action(shop.fact(WEB, false)));
        assertEquals(Action.WRITE, action(shop.fact(WEB, false, ANOTHERS)));
        assertEquals(Action.WRITE, action(shop.fact(WEB, true, OURS, ANOTHERS)));
    }

    @Test
    void shouldDoNothingWhenTheAddressesAreThere() {
        shop.put(WEB);

        assertEquals(Action.NOTHING, action(shop.fact(WEB, true, OURS)));
        assertEquals(Action.NOTHING, action(shop.fact(WEB, false, OURS)));
    }

    @Test
    void shouldDoNothingWhenTheIngressIsGone() {
        shop.put(WEB);

        assertEquals(Action.NOTHING, action(null));
    }

    @Test
    void shouldDoNothingWhenNoAddressIsKnown() {
        shop.put(WEB);
        Seen seen = shop.publishSeen();

        assertEquals(
                Action.NOTHING,
                StatusRule.of(shop.fact(WEB, true, OURS), seen.served(), false, List.of()));
    }

    @Test
    void shouldWaitWhenANewerVersionIsKnownThanIsCompiled() {
        shop.put(WEB);
        IngressModel newer =
                ingress("web").rule("b.example", path("Prefix", "/", "web:80")).build();

        assertEquals(Action.WAIT, action(shop.fact(newer, false)));
    }

    @Test
    void shouldWaitWhenNothingOfItIsInForce() {
        shop.put(ingress("older").rule("a.example", path("Prefix", "/", "web:80")).build());
        IngressModel shadowed =
                ingress("young").bornAt(9).rule("a.example", path("Prefix", "/", "web:80")).build();
        shop.put(shadowed);

        assertEquals(Action.WAIT, action(shop.fact(shadowed, false)));
    }

    @Test
    void shouldWriteWhenItsOnlyRuleIsADefaultBackend() {
        IngressModel rest = ingress("rest").defaultBackend("web:80").build();
        shop.put(rest);

        assertEquals(Action.WRITE, action(shop.fact(rest, false)));
    }

    @Test
    void shouldWaitALittleWhenAServiceHasNoEndpoints() {
        IngressModel api = ingress("api").rule("c.example", path("Prefix", "/", "api:80")).build();
        shop.put(api, service("api"));

        assertEquals(Action.WAIT_A_LITTLE, action(shop.fact(api, false)));
    }

    @Test
    void shouldWaitALittleWhenSomethingOfItIsRejected() {
        IngressModel half =
                ingress("half")
                        .rule("a.example", path("Prefix", "/", "web:80"))
                        .rule("b.example", path("Prefix", "no", "web:80"))
                        .build();
        shop.put(half);

        assertEquals(Action.WAIT_A_LITTLE, action(shop.fact(half, false)));
    }

    @Test
    void shouldClearWhatWeWroteWhenItIsNotOurs() {
        IngressModel anothers =
                ingress("web")
                        .className("nginx")
                        .rule("a.example", path("Prefix", "/", "web:80"))
                        .build();
        shop.put(anothers);

        assertEquals(Action.CLEAR, action(shop.fact(anothers, true, OURS)));
        assertEquals(Action.NOTHING, action(shop.fact(anothers, false, OURS)));
        assertEquals(Action.NOTHING, action(shop.fact(anothers, false)));
    }

    private Action action(@Nullable IngressFact fact) {
        Seen seen = shop.publishSeen();
        return StatusRule.of(
                fact, seen.served(), fact != null && seen.isRejected(fact.key()), List.of(OURS));
    }
}
