package io.tailrace.bench;

import io.tailrace.http.HeadLimits;
import io.tailrace.http.KnownField;
import io.tailrace.http.LastHop;
import io.tailrace.http.Origin;
import io.tailrace.http.PathRules;
import io.tailrace.http.RequestHead;
import io.tailrace.http.RequestHeadParser;
import io.tailrace.http.RequestHeadWriter;
import io.tailrace.http.RequestTarget;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.UnsafeBuffer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What a request head costs: to parse, beside a naive parser, and to take all the way to the head
 * that the pod gets.
 *
 * <p>Thread: any, one at a time.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class RequestHeadParserBenchmark {
    /** Which head is parsed. */
    @Param({"minimal", "browser"})
    public String kind = "minimal";

    private final RequestHead head = new RequestHead(HeadLimits.request().maxFields());
    private final RequestHeadParser parser = new RequestHeadParser(HeadLimits.request());
    private final RequestTarget target = new RequestTarget(HeadLimits.request().maxTargetBytes());
    private final RequestHeadWriter writer = new RequestHeadWriter(1);
    private final Origin origin = new Origin("192.0.2.1", 80, false, false);
    private final NaiveHeadParser naive = new NaiveHeadParser();
    private final UnsafeBuffer out = Heads.buffer("-".repeat(4096));
    private UnsafeBuffer wire = Heads.buffer(Heads.MINIMAL);

    /** Lays the bytes out and checks that both parsers read them alike. */
    @Setup
    public void prepare() {
        wire = Heads.buffer(kind.equals("minimal") ? Heads.MINIMAL : Heads.BROWSER);
        int length = parse();
        if (length != wire.capacity() || naive() != length || naive.fields() != head.fieldCount()) {
            throw new IllegalStateException("the head is not read to its end: " + length);
        }
        for (int i = 0; i < head.fieldCount(); i++) {
            if ((naive.known(i) < 0) != (head.known(i) == KnownField.OTHER)) {
                throw new IllegalStateException("the parsers differ about field " + i);
            }
        }
    }

    /** The codec's parser. */
    @Benchmark
    public int parse() {
        head.clear();
        return parser.parse(head, wire, 0, wire.capacity());
    }

    /** A byte at a time. */
    @Benchmark
    public int naive() {
        return naive.parse(wire, 0, wire.capacity());
    }

    /** Parse, find both views of the path, write the head for the pod. */
    @Benchmark
    public int forward() {
        parse();
        target.resolve(head, PathRules.DEFAULT);
        return writer.write(head, target, origin, false, LastHop.NO_FIELD, out, 0, out.capacity());
    }
}
