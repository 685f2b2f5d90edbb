package io.tailrace.bench;

import io.tailrace.core.route.RouteTable;
import io.tailrace.core.route.Rule;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
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
 * One match of a request's host and path, over requests in random order: see {@link RouteLoad}.
 *
 * <p>Thread: any, one at a time.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class RouteTableBenchmark {
    /** A {@link RouteSize}. */
    @Param({"2x2", "100000x1", "100000x10", "100000x10:1000", "100000x10own"})
    String size = "2x2";

    private RouteLoad load = new RouteLoad(RouteSize.parse("0x0"));
    private int next;

    @Setup
    public void setUp() {
        load = new RouteLoad(RouteSize.parse(size));
        load.compile(42);
        load.prepare();
    }

    private int next() {
        return next++ & (load.requests() - 1);
    }

    @Benchmark
    public int compiled() {
        return load.compiled(next());
    }

    @Benchmark
    public @Nullable Rule maps() {
        return load.maps(next());
    }

    @Benchmark
    public @Nullable Rule scan() {
        return load.scan(next());
    }

    @Benchmark
    public @Nullable Rule naive() {
        return load.naive(next());
    }

    /** Compiling the whole table. */
    @Benchmark
    @BenchmarkMode(Mode.SingleShotTime)
    @OutputTimeUnit(TimeUnit.MILLISECONDS)
    @Warmup(iterations = 3)
    @Measurement(iterations = 5)
    public RouteTable compile() {
        return load.compile(next++);
    }
}
