package io.tailrace.control.status;

import static io.tailrace.control.Samples.ourClass;
import static io.tailrace.control.Samples.port;
import static io.tailrace.control.Samples.ready;
import static io.tailrace.control.Samples.service;
import static io.tailrace.control.Samples.slice;

import io.tailrace.control.ControlSettings;
import io.tailrace.control.compile.CompileSettings;
import io.tailrace.control.compile.DecisionTable;
import io.tailrace.control.compile.RuleCompiler;
import io.tailrace.control.model.Changes;
import io.tailrace.control.model.IngressFact;
import io.tailrace.control.model.IngressFacts;
import io.tailrace.control.model.IngressModel;
import io.tailrace.control.model.Model;
import io.tailrace.control.model.ModelObject;
import io.tailrace.control.model.ObjectKey;
import io.tailrace.control.model.PublishedAddress;
import io.tailrace.control.publish.InForceCell;
import io.tailrace.control.publish.Publisher;
import io.tailrace.core.handoff.GenerationBoard;
import io.tailrace.core.handoff.SnapshotCell;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** A model with our class and the service web, from the API server to one core. */
final class Shop {
    static final PublishedAddress OURS = PublishedAddress.ofIp("192.0.2.1");
    static final PublishedAddress ANOTHERS = PublishedAddress.ofHostname("lb.example");

    final GenerationBoard board = new GenerationBoard(1);
    final InForceCell inForce = new InForceCell();
    final IngressFacts facts = new IngressFacts();
    private final Model model = new Model();
    private final SnapshotCell cell = new SnapshotCell(List.of(), _ -> {});
    private final Publisher publisher = new Publisher(cell, board, inForce);
    private final RuleCompiler compiler =
            new RuleCompiler(new CompileSettings(ControlSettings.CONTROLLER_NAME, null, null, 0));
    private boolean compiled;
    private int versions;

    Shop() {
        facts.onChange(() -> {});
        put(
                ourClass(),
                service("web", port("http", 80)),
                slice("web-1", "web", port("http", 8080), ready("10.0.0.1")));
    }

    void put(ModelObject... objects) {
        for (ModelObject object : objects) {
            model.put(object);
        }
    }

    void remove(ObjectKey key) {
        model.remove(key);
    }

    /** The API server tells of an Ingress; the model is not changed. */
    IngressFact tell(IngressModel stated, PublishedAddress... published) {
        IngressFact fact = fact(stated, published.length > 0, published);
        facts.put(fact);
        return fact;
    }

    IngressFact fact(IngressModel stated, boolean byUs, PublishedAddress... published) {
        return new IngressFact(
                stated.key(), "uid", "" + ++versions, stated, List.of(published), byUs);
    }

    /** Compiles and publishes. */
    void publish() {
        Changes changes = model.takeChanges();
        DecisionTable table = compiled ? compiler.update(model, changes) : compiler.compile(model);
        compiled = true;
        publisher.publish(
                table,
                model,
                Set.of(ObjectKey.service("shop", "web"), ObjectKey.service("shop", "api")));
        publisher.report(List.of(), Instant.EPOCH);
    }

    /** The core sees what is published. */
    Seen seen() {
        board.reportSeen(0, cell.current().generation());
        return Seen.of(inForce.current(), null);
    }

    Seen publishSeen() {
        publish();
        return seen();
    }
}
