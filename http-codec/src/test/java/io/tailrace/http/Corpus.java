package io.tailrace.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The wire corpus: messages and what is to be made of them, as Markdown to read.
 *
 * <p>A case is a heading of the second level. Its first fenced block holds the bytes ({@code
 * request}, or {@code response} and the method that it answers), in the notation of {@link Wire}.
 * {@code expect} holds findings, one a line: name, space, value; a finding that is not listed is
 * not asked for. {@code pod} and {@code downstream} hold the whole head that is written on, with
 * the options of the writer beside the word.
 *
 * <p>Thread: any.
 */
public final class Corpus {
    /**
     * One case.
     *
     * @param file without its ending
     * @param blocks info string of each fenced block, and its text
     */
    public record Case(String file, String title, Map<String, String> blocks) {
        /** The info string of the block whose first word is {@code word}. */
        String info(String word) {
            return blocks.keySet().stream()
                    .filter(info -> info.equals(word) || info.startsWith(word + " "))
                    .findFirst()
                    .orElse("");
        }

        public List<String> words(String word) {
            return info(word).isEmpty() ? List.of() : List.of(info(word).split(" ", -1));
        }

        public boolean has(String word) {
            return !info(word).isEmpty();
        }

        public String text(String word) {
            return Objects.requireNonNull(blocks.get(info(word)), word);
        }

        public byte[] wire() {
            return Wire.bytes(text(has("request") ? "request" : "response"));
        }

        public boolean isRequest() {
            return has("request");
        }

        public Method method() {
            List<String> words = words("response");
            return words.size() > 1 ? Method.valueOf(words.get(1)) : Method.GET;
        }

        public Map<String, String> expected() {
            Map<String, String> expected = new LinkedHashMap<>();
            for (String line : text("expect").lines().toList()) {
                int space = line.indexOf(' ');
                expected.put(
                        space < 0 ? line : line.substring(0, space),
                        space < 0 ? "" : line.substring(space + 1));
            }
            return expected;
        }
    }

    private static final String FOLDER = "/corpus";

    private Corpus() {}

    public static List<Case> cases() {
        URI uri = uri();
        if (!uri.getScheme().equals("jar")) {
            return cases(Path.of(uri));
        }
        try (FileSystem jar = FileSystems.newFileSystem(uri, Map.of())) {
            return cases(jar.getPath(FOLDER));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Case> cases(Path folder) {
        List<Case> cases = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.sorted().toList()) {
                cases.addAll(read(file));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return cases;
    }

    private static URI uri() {
        try {
            return Objects.requireNonNull(Corpus.class.getResource(FOLDER)).toURI();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<Case> read(Path file) throws IOException {
        List<Case> cases = new ArrayList<>();
        String name = file.getFileName().toString().replace(".md", "");
        String title = "";
        Map<String, String> blocks = new LinkedHashMap<>();
        String info = "";
        StringBuilder text = new StringBuilder();
        boolean inBlock = false;
        for (String line : Files.readAllLines(file)) {
            if (line.startsWith("```")) {
                if (inBlock) {
                    blocks.put(info, text.toString());
                } else {
                    info = line.substring(3);
                    text.setLength(0);
                }
                inBlock = !inBlock;
            } else if (inBlock) {
                text.append(text.isEmpty() ? "" : "\n").append(line);
            } else if (line.startsWith("## ")) {
                add(cases, name, title, blocks);
                title = line.substring(3);
                blocks = new LinkedHashMap<>();
            }
        }
        add(cases, name, title, blocks);
        return cases;
    }

    private static void add(
            List<Case> cases, String file, String title, Map<String, String> blocks) {
        if (!blocks.isEmpty()) {
            cases.add(new Case(file, title, blocks));
        }
    }
}
