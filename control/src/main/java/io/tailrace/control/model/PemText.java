package io.tailrace.control.model;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A text of a Secret that should be PEM (RFC 7468): the blocks in it, not judged yet. Whatever
 * stands before, between and behind the blocks is passed over, as OpenSSL does: {@code openssl x509
 * -text} writes for people there. Texts with the same blocks are equal.
 *
 * <p>Thread: any (immutable).
 */
public final class PemText {
    public static final PemText NOTHING = new PemText(List.of(), false);

    private static final Pattern BEGIN = Pattern.compile("-----BEGIN ([A-Z0-9 ]{1,40})-----");
    private static final String DASHES = "-----";

    private static final RecentBlocks RECENT = new RecentBlocks();

    private final List<PemBlock> blocks;
    private final boolean stated;

    private PemText(List<PemBlock> blocks, boolean stated) {
        this.blocks = List.copyOf(blocks);
        this.stated = stated;
    }

    /** Takes a text apart; the empty one is not stated. */
    public static PemText of(String text) {
        return text.isEmpty() ? NOTHING : new PemText(read(text), true);
    }

    private static List<PemBlock> read(String text) {
        List<PemBlock> blocks = new ArrayList<>();
        String label = null;
        boolean encrypted = false;
        StringBuilder base64 = new StringBuilder();
        for (String line : (Iterable<String>) text.lines().map(String::strip)::iterator) {
            String begun = line.startsWith(DASHES) ? label(line) : null;
            if (begun != null) {
                label = begun;
                encrypted = false;
                base64.setLength(0);
            } else if (label != null && line.equals("-----END " + label + DASHES)) {
                blocks.add(RECENT.shared(PemBlock.of(label, encrypted, base64.toString())));
                label = null;
            } else if (label != null && line.indexOf(':') >= 0) {
                // A header of RFC 1421, which OpenSSL's own formats have.
                encrypted |= line.startsWith("Proc-Type:") && line.contains("ENCRYPTED");
            } else if (label != null) {
                base64.append(line);
            }
        }
        return blocks;
    }

    private static @Nullable String label(String line) {
        Matcher begin = BEGIN.matcher(line);
        return begin.matches() ? begin.group(1) : null;
    }

    /** The complete blocks; one that another interrupts, or the end, does not count. */
    public List<PemBlock> blocks() {
        return blocks;
    }

    /** There is no such text, or it is empty. */
    public boolean isEmpty() {
        return !stated;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PemText that && stated == that.stated && blocks.equals(that.blocks);
    }

    @Override
    public int hashCode() {
        return blocks.hashCode();
    }

    /** What it is made of; nothing of the contents. */
    @Override
    public String toString() {
        return blocks.toString();
    }
}
