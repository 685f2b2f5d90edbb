package io.tailrace.loadtest;

import java.util.Locale;
import org.HdrHistogram.Histogram;

/**
 * A report as one JSON object on one line. Units are in the names.
 *
 * <p>Thread: any, one at a time.
 */
final class JsonReport {
    private final StringBuilder out = new StringBuilder(1024);

    private JsonReport() {}

    static String of(Report report) {
        JsonReport json = new JsonReport();
        json.write(report);
        return json.out.toString();
    }

    private void write(Report report) {
        LoadPlan plan = report.plan();
        Tally tally = report.tally();
        out.append('{');
        text("url", plan.target().url());
        raw("rate", plan.rate());
        raw("connections", plan.connections());
        raw("threads", plan.threads());
        raw("seconds", plan.seconds());
        raw("warmupSeconds", plan.warmupSeconds());
        raw("good", report.isGood());
        raw("rateKept", report.rateWasKept());
        raw("sent", tally.sent());
        raw("sentPerSecond", String.format(Locale.ROOT, "%.3f", report.sentRate()));
        raw("sentLate", tally.late());
        raw("sentLateForConnection", tally.lateForConnection());
        histogram("latenessNs", tally.lagNs());
        raw("right", tally.right());
        raw("bodyBytes", tally.bodyBytes());
        raw("reopened", tally.reopenedCount());
        histogram("latencyNs", report.latenciesNs());
        name("errors");
        out.append('{');
        tally.faults().forEach((fault, count) -> raw(fault.label(), count.count()));
        out.append('}');
        name("firstErrors");
        out.append('{');
        tally.faults().forEach((fault, count) -> text(fault.label(), count.first()));
        out.append("}}");
    }

    private void histogram(String name, Histogram values) {
        name(name);
        out.append('{');
        for (double percentile : Report.PERCENTILES) {
            raw(Report.label(percentile), values.getValueAtPercentile(percentile));
        }
        raw("max", values.getMaxValue());
        raw("mean", Math.round(values.getMean()));
        raw("count", values.getTotalCount());
        out.append('}');
    }

    private void raw(String name, Object value) {
        name(name);
        out.append(value);
    }

    private void text(String name, String value) {
        name(name);
        string(value);
    }

    private void name(String name) {
        if (out.charAt(out.length() - 1) != '{') {
            out.append(',');
        }
        string(name);
        out.append(':');
    }

    private void string(String value) {
        out.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < ' ') {
                out.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        out.append('"');
    }
}
