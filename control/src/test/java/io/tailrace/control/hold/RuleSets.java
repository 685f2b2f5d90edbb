package io.tailrace.control.hold;

import static io.tailrace.control.Samples.ingress;
import static io.tailrace.control.Samples.ourClass;
import static io.tailrace.control.Samples.path;

import io.tailrace.control.ControlSettings;
import io.tailrace.control.Samples;
import io.tailrace.control.compile.CompileSettings;
import io.tailrace.control.compile.DecisionTable;
import io.tailrace.control.compile.RuleCompiler;
import io.tailrace.control.model.Model;
import io.tailrace.control.model.ObjectKey;
import io.tailrace.control.model.PathModel;
import java.util.Map;
import java.util.TreeMap;

/** Sets of rules as the compiler makes them: one Ingress for each host. */
final class RuleSets {
    private final Model model = new Model();
    private final RuleCompiler compiler =
            new RuleCompiler(new CompileSettings(ControlSettings.CONTROLLER_NAME, null, null, 0));
    private DecisionTable table;
    private Rules rules = Rules.NONE;

    RuleSets() {
        model.put(ourClass());
        model.takeChanges();
        table = compiler.compile(model);
    }

    /**
     * The host has these rules and no other.
     *
     * @param stated {@code path=service}
     */
    RuleSets put(String host, String... stated) {
        PathModel[] paths = new PathModel[stated.length];
        for (int i = 0; i < stated.length; i++) {
            String[] parts = stated[i].split("=", 2);
            paths[i] = path("Exact", parts[0], parts[1] + ":80");
        }
        model.put(ingress("of-" + host).rule(host, paths).build());
        return this;
    }

    RuleSets remove(String host) {
        model.remove(ObjectKey.ingress(Samples.NAMESPACE, "of-" + host));
        return this;
    }

    /** So many hosts, {@code h00} and so on, of two rules each. */
    RuleSets putHosts(int from, int to) {
        for (int i = from; i < to; i++) {
            put(name(i), "/a=web", "/b=web");
        }
        return this;
    }

    RuleSets removeHosts(int from, int to) {
        for (int i = from; i < to; i++) {
            remove(name(i));
        }
        return this;
    }

    static String name(int host) {
        return "h%02d.example".formatted(host);
    }

    DecisionTable table() {
        table = compiler.update(model, model.takeChanges());
        return table;
    }

    Rules rules() {
        rules = rules.next(table().hosts());
        return rules;
    }

    /** Host and path to service, of every rule. */
    static Map<String, String> flat(Rules rules) {
        Map<String, String> flat = new TreeMap<>();
        rules.hosts()
                .forEach(
                        (_, part) ->
                                part.rules()
                                        .forEach(
                                                rule ->
                                                        flat.put(
                                                                rule.host() + rule.path(),
                                                                rule.target().service())));
        return flat;
    }
}
