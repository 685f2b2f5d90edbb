package io.tailrace.http;

/**
 * The grammar of a chunk line behind its size, one byte at a time (RFC 9112 7.1.1).
 *
 * <pre>
 *   chunk-ext      = *( BWS ";" BWS chunk-ext-name [ BWS "=" BWS chunk-ext-val ] )
 *   chunk-ext-name = token
 *   chunk-ext-val  = token / quoted-string
 * </pre>
 *
 * <p>Thread: any, one at a time.
 */
final class ChunkExtensions {
    /** The byte belongs to the extensions. */
    static final int TAKEN = 1;

    /** The byte is the CR that ends them; not taken. */
    static final int ENDED = 0;

    private static final int BAD = Malformed.BAD_CHUNK_EXTENSION.code();

    private enum State {
        BEFORE_SEMICOLON,
        BEFORE_NAME,
        NAME,
        AFTER_NAME,
        BEFORE_VALUE,
        TOKEN_VALUE,
        QUOTED,
        ESCAPED,
        AFTER_QUOTED
    }

    private State state = State.BEFORE_SEMICOLON;

    /** Ready for the bytes behind the next chunk size. */
    void reset() {
        state = State.BEFORE_SEMICOLON;
    }

    /** {@link #TAKEN}, {@link #ENDED}, or below 0: a fault. */
    int accept(byte b) {
        if (b == Bytes.LF) {
            return Malformed.BARE_LF.code();
        }
        return switch (state) {
            case BEFORE_SEMICOLON -> Bytes.isOws(b) ? TAKEN : separator(b, false);
            case BEFORE_NAME -> {
                if (Bytes.isOws(b)) {
                    yield TAKEN;
                }
                yield Bytes.isToken(b) ? to(State.NAME) : BAD;
            }
            case NAME -> {
                if (Bytes.isToken(b)) {
                    yield TAKEN;
                }
                if (b == '=') {
                    yield to(State.BEFORE_VALUE);
                }
                yield Bytes.isOws(b) ? to(State.AFTER_NAME) : separator(b, true);
            }
            case AFTER_NAME -> {
                if (Bytes.isOws(b)) {
                    yield TAKEN;
                }
                yield b == '=' ? to(State.BEFORE_VALUE) : separator(b, false);
            }
            case BEFORE_VALUE -> {
                if (Bytes.isOws(b)) {
                    yield TAKEN;
                }
                if (b == '"') {
                    yield to(State.QUOTED);
                }
                yield Bytes.isToken(b) ? to(State.TOKEN_VALUE) : BAD;
            }
            case TOKEN_VALUE -> {
                if (Bytes.isToken(b)) {
                    yield TAKEN;
                }
                yield Bytes.isOws(b) ? to(State.BEFORE_SEMICOLON) : separator(b, true);
            }
            case QUOTED -> {
                if (b == '"') {
                    yield to(State.AFTER_QUOTED);
                }
                if (b == '\\') {
                    yield to(State.ESCAPED);
                }
                yield Bytes.isValue(b) ? TAKEN : BAD;
            }
            case ESCAPED -> Bytes.isValue(b) ? to(State.QUOTED) : BAD;
            case AFTER_QUOTED -> Bytes.isOws(b) ? to(State.BEFORE_SEMICOLON) : separator(b, true);
        };
    }

    private int to(State next) {
        state = next;
        return TAKEN;
    }

    /** A semicolon, or the end of the line where it may end. */
    private int separator(byte b, boolean mayEnd) {
        if (b == ';') {
            return to(State.BEFORE_NAME);
        }
        return mayEnd && b == Bytes.CR ? ENDED : BAD;
    }
}
