package io.tailrace.loadtest.churn;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Rules, changes and requests at random. Equal seeds give equal rules and changes; each client has
 * a generator of its own for its requests.
 *
 * <p>Thread: any, one at a time.
 */
final class Dice {
    static final int SERVICES = 6;
    static final int PODS_PER_SERVICE = 3;

    private static final String DOMAIN = ".churn.test";
    private static final String WILDCARD = "*" + DOMAIN;
    private static final int HOSTS = 10;
    private static final int FIRST_HOSTS = 6;
    private static final int FEWEST_HOSTS = 4;
    private static final int FIRST_RULES = 5;
    private static final int FEWEST_RULES = 3;
    private static final int MOST_RULES = 10;

    /** How often the rule that takes all other paths goes: else most requests would have none. */
    private static final int RARELY = 16;

    private static final List<String> PATHS =
            List.of("/", "/a", "/a/b", "/a/b/c", "/ab", "/d", "/d/e", "/f");
    private static final List<String> BELOW = List.of("", "", "/", "/x", "x", "/b");

    private final Random random;

    /** What was before the last change, and what that changed. */
    private @Nullable Rules before;

    private @Nullable Change last;

    Dice(long seed) {
        random = new Random(seed);
    }

    static String service(int number) {
        return "service-" + number;
    }

    static String pod(String service, int number) {
        return service + "-pod-" + number;
    }

    /** What a run begins with: every service has pods, every host takes every path. */
    Rules first() {
        SortedMap<String, SortedSet<String>> services = new TreeMap<>();
        for (int i = 0; i < SERVICES; i++) {
            SortedSet<String> pods = new TreeSet<>();
            for (int j = 0; j < PODS_PER_SERVICE; j++) {
                pods.add(pod(service(i), j));
            }
            services.put(service(i), pods);
        }
        SortedMap<String, List<PathRule>> hosts = new TreeMap<>();
        hosts.put(WILDCARD, rules());
        for (int i = 0; i < FIRST_HOSTS; i++) {
            hosts.put(host(i), rules());
        }
        return new Rules(hosts, services);
    }

    /** A change that makes a difference. */
    Change next(Rules now) {
        Change change = null;
        while (change == null) {
            change = attempt(Kind.values()[random.nextInt(Kind.values().length)], now);
        }
        before = now;
        last = change;
        return change;
    }

    /** A host that there may be. */
    String host() {
        return host(random.nextInt(HOSTS));
    }

    /** A path that some rule may take. */
    String path() {
        String path = pick(PATHS) + pick(BELOW);
        return path.startsWith("//") ? path.substring(1) : path;
    }

    private @Nullable Change attempt(Kind kind, Rules now) {
        return switch (kind) {
            case RULE_ADDED, RULE_REMOVED, RULE_MOVED -> {
                String host = pick(now.hosts().keySet());
                List<PathRule> rules = new ArrayList<>(now.hosts().getOrDefault(host, List.of()));
                yield edit(kind, rules)
                        ? new Change(kind, host, null, now.withHost(host, rules))
                        : null;
            }
            case HOST_ADDED -> {
                String host = random.nextInt(HOSTS + 1) == HOSTS ? WILDCARD : host();
                yield now.hosts().containsKey(host)
                        ? null
                        : new Change(kind, host, null, now.withHost(host, rules()));
            }
            case HOST_REMOVED -> {
                String host = pick(now.hosts().keySet());
                yield now.hosts().size() <= FEWEST_HOSTS
                        ? null
                        : new Change(kind, host, null, now.withHost(host, null));
            }
            case ENDPOINT_ADDED, ENDPOINT_REMOVED -> {
                String service = pick(now.services().keySet());
                SortedSet<String> pods =
                        new TreeSet<>(now.services().getOrDefault(service, new TreeSet<>()));
                String pod = pod(service, random.nextInt(PODS_PER_SERVICE));
                boolean changed = kind == Kind.ENDPOINT_ADDED ? pods.add(pod) : pods.remove(pod);
                yield !changed || pods.isEmpty() || !now.uses(service)
                        ? null
                        : new Change(kind, null, service, now.withService(service, pods));
            }
            case BACK ->
                    before == null || last == null
                            ? null
                            : new Change(kind, last.host(), last.service(), before);
        };
    }

    private boolean edit(Kind kind, List<PathRule> rules) {
        int index = random.nextInt(rules.size());
        PathRule rule = rules.get(index);
        return switch (kind) {
            case RULE_ADDED -> {
                PathRule added = rule();
                yield rules.size() < MOST_RULES
                        && rules.stream().noneMatch(added::sameCondition)
                        && rules.add(added);
            }
            case RULE_REMOVED ->
                    rules.size() > FEWEST_RULES
                            && (!rule.takesAll() || random.nextInt(RARELY) == 0)
                            && rules.remove(rule);
            default -> {
                String service = service(random.nextInt(SERVICES));
                rules.set(index, new PathRule(rule.path(), rule.exact(), service));
                yield !service.equals(rule.service());
            }
        };
    }

    private List<PathRule> rules() {
        List<PathRule> rules = new ArrayList<>();
        rules.add(new PathRule("/", false, service(random.nextInt(SERVICES))));
        while (rules.size() < FIRST_RULES) {
            PathRule added = rule();
            if (rules.stream().noneMatch(added::sameCondition)) {
                rules.add(added);
            }
        }
        return rules;
    }

    private PathRule rule() {
        return new PathRule(pick(PATHS), random.nextInt(3) == 0, service(random.nextInt(SERVICES)));
    }

    private static String host(int number) {
        return "h" + number + DOMAIN;
    }

    private <T> T pick(Collection<T> from) {
        return from.stream().skip(random.nextInt(from.size())).findFirst().orElseThrow();
    }
}
