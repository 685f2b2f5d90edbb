package io.tailrace.control.apiserver;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.tailrace.control.model.IngressFacts;
import io.tailrace.control.model.Model;
import io.tailrace.control.model.ModelSource;
import io.tailrace.control.model.ObjectKey;
import io.tailrace.control.model.Rejection;
import io.tailrace.control.model.SourceState;
import io.tailrace.control.state.LastGood;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The objects of an API server as the source of the model. What has once been read counts until the
 * API server says something else.
 *
 * <p>Thread: control; {@link #wake}, {@link #state}, {@link #isClosed} and {@link #close} any.
 */
public final class ClusterObjects implements ModelSource {
    private static final int MOST_MISSING = 10;

    /** For those who write: watches must not take their place. */
    private final ApiConnection api;

    private final Lanes lanes;
    private final Inbox inbox = new Inbox();
    private final IngressFacts facts = new IngressFacts();
    private final WatchBoard board = new WatchBoard();
    private final KindWatches kinds;
    private final NamedWatches named;
    private final Stale stale;

    /** Why the newest version of an object cannot be read. */
    private final Map<ObjectKey, Rejection> unreadable = new TreeMap<>();

    private boolean unreadableChanged;
    private List<Rejection> refused = List.of();
    private List<Rejection> rejections = List.of();
    private boolean listed;
    private boolean answered;

    /** There has been a first generation's worth. */
    private volatile boolean complete;

    private volatile boolean closed;

    private ClusterObjects(
            Config config,
            ApiServerSettings settings,
            @Nullable LastGood lastGood,
            String fieldManager) {
        this.api = new ApiConnection(config);
        this.lanes = new Lanes(config);
        WatchMaker maker = new WatchMaker(lanes, inbox, facts, board, fieldManager);
        this.kinds = new KindWatches(settings, maker);
        this.named = new NamedWatches(settings, maker, inbox);
        this.stale = new Stale(lastGood, kinds);
    }

    /**
     * The objects of this API server, nothing read yet.
     *
     * @param fieldManager under which the status of Ingresses is written
     * @throws IOException with one line for the user
     */
    public static ClusterObjects open(ApiServerSettings settings, String fieldManager)
            throws IOException {
        Path directory = settings.stateDirectory();
        LastGood lastGood = directory == null ? null : LastGood.in(directory);
        return new ClusterObjects(Access.of(settings), settings, lastGood, fieldManager);
    }

    /** What the API server says of Ingresses besides what they state. */
    public IngressFacts facts() {
        return facts;
    }

    /** For those who write. */
    public KubernetesClient client() {
        return api.client();
    }

    @Override
    public void load(long nowNs, Model model) {
        kinds.start();
        stale.start(nowNs);
    }

    @Override
    public void await(long nowNs, long timeoutNs) throws InterruptedException {
        if (!closed) {
            inbox.await(Math.min(timeoutNs, Math.min(named.dueInNs(nowNs), stale.dueInNs(nowNs))));
        }
    }

    @Override
    public void wake() {
        inbox.wake();
    }

    @Override
    public void collect(long nowNs, Model model) {
        // Before the inbox is looked at: what they have heard is in it by then.
        boolean allListed = kinds.areListed();
        answered = named.areAnswered(nowNs, !complete);
        if (stale.look(nowNs, allListed, model)) {
            for (Map.Entry<ObjectKey, Letter> entry : inbox.take().entrySet()) {
                apply(entry.getKey(), entry.getValue(), model);
            }
        }
        listed = allListed || stale.isInForce();
        complete |= listed && (answered || stale.isInForce());
        stale.keep(nowNs, model);
    }

    private void apply(ObjectKey key, Letter letter, Model model) {
        if (letter.gone()) {
            model.remove(key);
        } else if (letter.object() != null) {
            model.put(letter.object());
        }
        Rejection rejection = letter.rejection();
        unreadableChanged |=
                rejection == null
                        ? unreadable.remove(key) != null
                        : !rejection.equals(unreadable.put(key, rejection));
    }

    @Override
    public boolean isListed() {
        return listed;
    }

    @Override
    public void want(Supplier<Set<ObjectKey>> wanted) {
        long nowNs = System.nanoTime();
        // Not asked anew who has answered: what they have heard is not in the model yet.
        boolean more = named.want(wanted.get(), nowNs);
        answered = !more && (answered || named.isQuiet());
        answered |= complete && named.isOverdue(nowNs);
        stale.compiled();
        complete |= answered || stale.isInForce();
    }

    /** The rules that were compiled last name nothing that may still come. */
    @Override
    public boolean isComplete() {
        return complete && (answered || stale.isInForce());
    }

    @Override
    public void published(long nowNs, Model model) {
        if (isComplete()) {
            named.served();
        }
        stale.published(nowNs, model, isComplete());
    }

    @Override
    public List<Rejection> rejections(long nowNs) {
        List<Rejection> newest = board.rejections();
        if (unreadableChanged || !newest.equals(refused)) {
            unreadableChanged = false;
            refused = newest;
            List<Rejection> all = new ArrayList<>(unreadable.values());
            all.addAll(newest);
            Collections.sort(all);
            rejections = List.copyOf(all);
        }
        return rejections;
    }

    @Override
    public SourceState state() {
        List<String> missing = new ArrayList<>();
        if (!complete) {
            missing.addAll(kinds.missing());
            missing.addAll(named.missing());
        }
        List<ObjectWatch> watches = new ArrayList<>(kinds.all());
        watches.addAll(named.all());
        return new SourceState(
                sentence(missing), stale.text(), KindWatches.watched(watches, board));
    }

    private static String sentence(List<String> missing) {
        int more = missing.size() - MOST_MISSING;
        return more <= 0
                ? String.join(", ", missing)
                : String.join(", ", missing.subList(0, MOST_MISSING)) + " and " + more + " more";
    }

    @Override
    public boolean isClosed() {
        return closed;
    }

    @Override
    public void close() {
        closed = true;
        kinds.stop();
        named.stop();
        inbox.wake();
        lanes.close();
        api.close();
    }
}
