package io.tailrace.bench;

import io.tailrace.control.compile.CompileSettings;
import io.tailrace.control.compile.DecisionTable;
import io.tailrace.control.compile.RuleCompiler;
import io.tailrace.control.files.ManifestFiles;
import io.tailrace.control.model.Changes;
import io.tailrace.control.model.Model;
import io.tailrace.control.publish.InForceCell;
import io.tailrace.control.publish.Publisher;
import io.tailrace.core.handoff.GenerationBoard;
import io.tailrace.core.handoff.SnapshotCell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * An edit of one manifest among many, one line for each number of files: how long the looks at the
 * files take, and then the way from the model to published. Elapsed times; what is waited for on
 * purpose, so that a file is read when it is written, is left out.
 *
 * <p>Thread: main.
 */
final class FileScale {
    private static final String[] FILES = {"100", "1000", "10000"};
    private static final int EDITS = 21;

    private final Path directory;
    private final Model model = new Model();
    private final RuleCompiler compiler =
            new RuleCompiler(new CompileSettings(ControlLoad.CONTROLLER, null, null, 0));
    private final Publisher publisher =
            new Publisher(
                    new SnapshotCell(List.of(), _ -> {}),
                    new GenerationBoard(1),
                    new InForceCell());

    private FileScale(Path directory) {
        this.directory = directory;
    }

    /**
     * Prints a line for each number of files.
     *
     * @param args numbers of files; {@link #FILES} if there are none
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        System.out.println("an edit of one file of one Ingress with 10 paths; ms, the median");
        System.out.printf(
                Locale.ROOT,
                "%8s |%9s |%9s%9s%9s%9s%n",
                "files",
                "load",
                "looks",
                "all looks",
                "reports",
                "publish");
        for (String files : args.length == 0 ? FILES : args) {
            Path directory = Files.createTempDirectory("tailrace-files");
            try {
                new FileScale(directory).measure(Integer.parseInt(files));
            } finally {
                delete(directory);
            }
        }
    }

    private void measure(int files) throws IOException, InterruptedException {
        Files.writeString(
                directory.resolve("class.yaml"),
                """
                apiVersion: networking.k8s.io/v1
                kind: IngressClass
                metadata:
                  name: tailrace
                spec:
                  controller: %s
                """
                        .formatted(ControlLoad.CONTROLLER));
        for (int file = 0; file < files; file++) {
            write(file, 0);
        }
        try (ManifestFiles source = ManifestFiles.open(List.of(directory))) {
            long start = System.nanoTime();
            source.load(start, model);
            double loadMs = (System.nanoTime() - start) / 1e6;
            model.takeChanges();
            DecisionTable table = compiler.compile(model);
            publisher.publish(table, model, Changes.NONE.services());
            double[] looks = new double[EDITS];
            double[] lookMs = new double[EDITS];
            double[] reportMs = new double[EDITS];
            double[] publishMs = new double[EDITS];
            for (int edit = 0; edit < EDITS; edit++) {
                write(edit * files / EDITS, edit + 1);
                Changes changes = Changes.NONE;
                while (!changes.rules()) {
                    source.await(System.nanoTime(), Long.MAX_VALUE);
                    long began = System.nanoTime();
                    source.collect(began, model);
                    lookMs[edit] += (System.nanoTime() - began) / 1e6;
                    looks[edit]++;
                    changes = model.takeChanges();
                }
                long applied = System.nanoTime();
                table = compiler.update(model, changes);
                publisher.publish(table, model, changes.services());
                long published = System.nanoTime();
                publisher.report(source.rejections(published), Instant.EPOCH);
                publishMs[edit] = (published - applied) / 1e6;
                reportMs[edit] = (System.nanoTime() - published) / 1e6;
            }
            System.out.printf(
                    Locale.ROOT,
                    "%8d |%9.1f |%9.0f%9.3f%9.3f%9.3f%n",
                    files,
                    loadMs,
                    median(looks),
                    median(lookMs),
                    median(reportMs),
                    median(publishMs));
        }
    }

    /** Beside the file and then in its place, as editors do. */
    private void write(int file, int version) throws IOException {
        StringBuilder text =
                new StringBuilder(
                        """
                        apiVersion: networking.k8s.io/v1
                        kind: Ingress
                        metadata:
                          name: ingress-%d
                          namespace: shop
                        spec:
                          ingressClassName: tailrace
                          rules:
                            - host: host-%d.example.com
                              http:
                                paths:
                        """
                                .formatted(file, file));
        for (int path = 0; path < ControlLoad.PATHS; path++) {
            text.append(
                    """
                              - path: /path/%d/v%d
                                pathType: Prefix
                                backend: {service: {name: web, port: {number: 80}}}
                    """
                            .formatted(path, version));
        }
        Path written = directory.resolve(".written");
        Files.writeString(written, text);
        Files.move(
                written,
                directory.resolve("ingress-" + file + ".yaml"),
                StandardCopyOption.ATOMIC_MOVE);
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
