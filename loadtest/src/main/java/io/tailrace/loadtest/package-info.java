/**
 * The load-testing harness: an open-loop HTTP/1.1 generator that checks every response.
 *
 * <p>It shares no code with the proxy: a generator with the proxy's own parser would share its bugs
 * and could not be an oracle for it.
 *
 * <p>A run, in reading order: {@link io.tailrace.loadtest.LoadCommand} reads the command line into
 * a {@link io.tailrace.loadtest.LoadPlan}; {@link io.tailrace.loadtest.LoadRun} starts one {@link
 * io.tailrace.loadtest.LoadLoop} per thread; a loop sends what its {@link
 * io.tailrace.loadtest.Schedule} says is due on the next idle connection of its {@link
 * io.tailrace.loadtest.LoadPool} and lets a {@link io.tailrace.loadtest.ResponseReader} judge the
 * answer; each loop counts into its own {@link io.tailrace.loadtest.Tally}, and {@link
 * io.tailrace.loadtest.Report} says how it went.
 */
@NullMarked
package io.tailrace.loadtest;

import org.jspecify.annotations.NullMarked;
