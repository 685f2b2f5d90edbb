package io.tailrace.control.apiserver;

import io.tailrace.control.model.IngressFacts;
import io.tailrace.control.model.ObjectKey;
import io.tailrace.control.watch.AnswerReader;
import io.tailrace.control.watch.Arrived;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Lists objects and then watches them, for as long as it runs: what the watch cannot continue is
 * listed again, and what is not listed any more is gone.
 *
 * <p>Thread: its own; {@link #stop} and what is asked about it any. What others ask is written by
 * its own thread alone, as volatile stores.
 */
final class ObjectWatch implements Runnable {
    private static final Logger LOG = System.getLogger("io.tailrace.control");

    /** Any version, from memory: of the answers to a list the one that costs least. */
    private static final String ANY = "0";

    /** The newest version, from the store: what counts when versions cannot be compared. */
    private static final String NEWEST = "";

    private static final long START_SPREAD_NS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long SHORT_NS = TimeUnit.SECONDS.toNanos(1);
    private static final long LONGEST_WAIT_NS = TimeUnit.SECONDS.toNanos(5);

    /** An API server that starts refuses everything until it knows who may do what. */
    private static final int REFUSALS = 3;

    private static final long LONGEST_WAIT_OF_ONE_NS = TimeUnit.SECONDS.toNanos(30);

    private final Resources what;
    private final Lanes lanes;
    private final ApiConnection api;
    private final Inbox inbox;
    private final WatchBoard board;
    private final RandomGenerator random;
    private final Backoff backoff;
    private final AnswerReader reader;
    private final WatchEvents events = new WatchEvents();

    private final KnownObjects known;

    /** Where to go on; null: with a list. */
    private @Nullable String version;

    private String listFrom = ANY;

    /** In a row. */
    private int refusals;

    private volatile @Nullable InputStream open;
    private volatile boolean stopped;
    private volatile boolean listed;
    private volatile boolean answered;
    private volatile boolean connected;
    private volatile long lastWordNs;
    private volatile int objects;
    private volatile String failure = "";

    ObjectWatch(
            Resources what,
            Lanes lanes,
            Inbox inbox,
            IngressFacts facts,
            WatchBoard board,
            String fieldManager,
            RandomGenerator random) {
        this.what = what;
        this.lanes = lanes;
        this.api = lanes.take();
        this.inbox = inbox;
        this.known = new KnownObjects(what, facts);
        this.board = board;
        this.random = random;
        this.backoff =
                new Backoff(what.name() == null ? LONGEST_WAIT_NS : LONGEST_WAIT_OF_ONE_NS, random);
        this.reader = new AnswerReader(what.kind(), fieldManager);
        this.lastWordNs = System.nanoTime();
    }

    void start() {
        Thread.ofVirtual().name("tailrace-watch " + what).start(this);
    }

    /** Ends it; nothing comes from it afterwards. */
    void stop() {
        synchronized (this) {
            if (stopped) {
                return;
            }
            stopped = true;
            notifyAll();
        }
        InputStream answer = open;
        if (answer != null) {
            close(answer);
        }
        board.works(what);
        lanes.give(api);
    }

    @Override
    public void run() {
        try {
            pause(random.nextLong(START_SPREAD_NS));
            while (!stopped) {
                long beganNs = System.nanoTime();
                long waitNs = turn();
                boolean lasted = System.nanoTime() - beganNs >= SHORT_NS;
                pause(waitNs == 0 && !lasted ? backoff.failed() : waitNs);
                board.begunAnew(what.kind());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Until something ends it; returns how long to wait before the next. */
    private long turn() throws InterruptedException {
        try {
            if (version == null) {
                version = list();
            }
            follow(version);
            return 0;
        } catch (RefusedException e) {
            return refused(e);
        } catch (IOException e) {
            failed(Causes.of(e));
            return backoff.failed();
        } catch (RuntimeException e) {
            // A bug: what was read before counts on, and a list gets another chance.
            if (!stopped) {
                LOG.log(Level.ERROR, "the watch of " + what + " failed", e);
            }
            version = null;
            failed(Causes.of(e));
            return backoff.failed();
        } finally {
            connected = false;
            open = null;
        }
    }

    private String list() throws IOException, InterruptedException {
        KnownObjects.Listing listing = known.new Listing();
        String newest;
        try (InputStream answer = ask("resourceVersion=" + listFrom)) {
            newest =
                    reader.readList(
                            answer,
                            arrived -> {
                                heard();
                                listing.add(arrived);
                            });
        }
        deliver(listing.end());
        listFrom = newest;
        listed = true;
        settled();
        return newest;
    }

    private void follow(String from) throws IOException, InterruptedException {
        String query =
                "watch=1&allowWatchBookmarks=true&timeoutSeconds="
                        + random.nextInt(240, 480)
                        + "&resourceVersion="
                        + from;
        try (InputStream answer = ask(query)) {
            connected = true;
            refusals = 0;
            board.works(what);
            failure = "";
            long beganNs = System.nanoTime();
            reader.readEvents(answer, events);
            if (System.nanoTime() - beganNs >= SHORT_NS) {
                backoff.succeeded();
            }
        }
    }

    private InputStream ask(String query) throws IOException, InterruptedException {
        InputStream answer = api.get(what, query);
        open = answer;
        if (stopped) {
            close(answer);
            throw new IOException("stopped");
        }
        heard();
        return answer;
    }

    private static void close(InputStream answer) {
        try {
            answer.close();
        } catch (IOException e) {
            // Nothing of it is wanted any more.
            return;
        }
    }

    private final class WatchEvents implements AnswerReader.Events {
        @Override
        public void changed(Arrived arrived) {
            heard();
            went(arrived.version());
            deliver(known.changed(arrived));
        }

        @Override
        public void deleted(Arrived arrived) {
            heard();
            went(arrived.version());
            deliver(known.deleted(arrived));
        }

        @Override
        public void bookmark(String newest) {
            heard();
            went(newest);
        }

        @Override
        public void error(int code, String message) throws IOException {
            throw new RefusedException(code, message);
        }
    }

    /** Where to go on from. */
    private void went(String newest) {
        if (!newest.isEmpty()) {
            version = newest;
            listFrom = newest;
        }
    }

    private void deliver(Map<ObjectKey, Letter> come) {
        objects = known.size();
        synchronized (this) {
            if (!stopped) {
                inbox.put(come);
            }
        }
    }

    private void heard() {
        lastWordNs = System.nanoTime();
    }

    private void settled() {
        failure = "";
        answered = true;
        inbox.wake();
    }

    private void failed(String reason) {
        refusals = 0;
        synchronized (this) {
            if (!stopped) {
                failure = reason;
                board.fails(what, reason);
            }
        }
    }

    private long refused(RefusedException e) {
        if (e.code() == RefusedException.GONE || isBeyond(e)) {
            // The history that we ask for is over: a list begins another one.
            if (version == null) {
                listFrom = NEWEST;
            }
            version = null;
            return backoff.failed();
        }
        if (!e.isFinal()) {
            failed(String.valueOf(e.getMessage()));
            return backoff.failed();
        }
        failure = String.valueOf(e.getMessage());
        if (refusals == 0) {
            backoff.succeeded();
        }
        if (refusals < REFUSALS) {
            refusals++;
        }
        if (refusals == REFUSALS) {
            synchronized (this) {
                if (!stopped) {
                    board.refuses(what, e);
                }
            }
            answered = true;
            inbox.wake();
        }
        return backoff.failed();
    }

    /** A list from before the store was put back to an earlier state. */
    private boolean isBeyond(RefusedException e) {
        return e.code() == 504 && version == null && !listFrom.equals(ANY) && !isNewest();
    }

    private boolean isNewest() {
        return listFrom.equals(NEWEST);
    }

    private synchronized void pause(long waitNs) throws InterruptedException {
        long untilNs = System.nanoTime() + waitNs;
        for (long leftNs = waitNs; leftNs > 0 && !stopped; leftNs = untilNs - System.nanoTime()) {
            TimeUnit.NANOSECONDS.timedWait(this, leftNs);
        }
    }

    Resources what() {
        return what;
    }

    /** All that there was has been left in the inbox. */
    boolean isListed() {
        return listed;
    }

    /** It is known what there is, or that it will not be told. */
    boolean isAnswered() {
        return answered;
    }

    boolean isConnected() {
        return connected;
    }

    int objects() {
        return objects;
    }

    long silentNs(long nowNs) {
        return nowNs - lastWordNs;
    }

    boolean isFailing() {
        return !failure.isEmpty();
    }

    /** That it is missing, and why. */
    String missing() {
        return what + (failure.isEmpty() ? "" : " (" + failure + ")");
    }
}
