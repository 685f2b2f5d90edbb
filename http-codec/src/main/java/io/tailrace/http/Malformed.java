package io.tailrace.http;

/**
 * Every way a message is refused, in one table: the status that a downstream connection is told, a
 * stable reason code, and the rule that was broken. A message from a pod that is refused is told
 * downstream as 502, whatever {@link #status} says.
 *
 * <p>Thread: any (immutable).
 */
public enum Malformed {
    // Request line
    BAD_METHOD(400, "bad_method", "RFC 9110 9.1"),
    METHOD_NOT_ALLOWED(405, "method_not_allowed", "RFC 9110 15.5.6"),
    BAD_REQUEST_LINE(400, "bad_request_line", "RFC 9112 3"),
    BAD_TARGET_BYTE(400, "bad_target_byte", "RFC 9112 3.2"),
    FRAGMENT_IN_TARGET(400, "fragment_in_target", "RFC 9112 3.2"),
    BAD_TARGET_FORM(400, "bad_target_form", "RFC 9112 3.2"),
    TARGET_TOO_LONG(414, "target_too_long", "RFC 9110 15.5.15"),
    USERINFO_IN_TARGET(400, "userinfo_in_target", "RFC 9110 4.2.4"),
    BAD_VERSION(400, "bad_version", "RFC 9112 2.3"),
    VERSION_NOT_SUPPORTED(505, "version_not_supported", "RFC 9110 15.6.6"),

    // Path
    BAD_PERCENT_ENCODING(400, "bad_percent_encoding", "RFC 3986 2.1"),
    ENCODED_NUL(400, "encoded_nul", "RFC 3986 7.3"),
    ENCODED_SLASH(400, "encoded_slash", "RFC 3986 2.2"),
    PATH_ABOVE_ROOT(400, "path_above_root", "RFC 3986 5.2.4"),
    DOT_SEGMENT_WITH_PARAMETERS(400, "dot_segment_with_parameters", "RFC 3986 3.3"),

    // Status line
    BAD_STATUS_LINE(502, "bad_status_line", "RFC 9112 4"),
    BAD_STATUS(502, "bad_status", "RFC 9110 15"),

    // Field lines
    BARE_CR(400, "bare_cr", "RFC 9112 2.2"),
    BARE_LF(400, "bare_lf", "RFC 9112 2.2"),
    SPACE_BEFORE_FIRST_FIELD(400, "space_before_first_field", "RFC 9112 2.2"),
    OBSOLETE_FOLD(400, "obs_fold", "RFC 9112 5.2"),
    SPACE_BEFORE_COLON(400, "space_before_colon", "RFC 9112 5.1"),
    BAD_FIELD_NAME(400, "bad_field_name", "RFC 9110 5.1"),
    BAD_FIELD_VALUE(400, "bad_field_value", "RFC 9110 5.5"),
    TOO_MANY_FIELDS(431, "too_many_fields", "RFC 6585 5"),
    HEAD_TOO_LARGE(431, "head_too_large", "RFC 6585 5"),
    TOO_MANY_CONNECTION_OPTIONS(431, "too_many_connection_options", "RFC 9110 7.6.1"),

    // Host and expectation
    MISSING_HOST(400, "missing_host", "RFC 9112 3.2"),
    SEVERAL_HOSTS(400, "several_hosts", "RFC 9112 3.2"),
    BAD_HOST(400, "bad_host", "RFC 9110 7.2"),
    HOST_MISMATCH(400, "host_mismatch", "RFC 9112 3.2.2"),
    UNKNOWN_EXPECTATION(417, "unknown_expectation", "RFC 9110 10.1.1"),

    // Framing
    LENGTH_AND_CODING(400, "length_and_coding", "RFC 9112 6.3"),
    SEVERAL_LENGTHS(400, "several_lengths", "RFC 9112 6.3"),
    BAD_LENGTH(400, "bad_length", "RFC 9110 8.6"),
    SEVERAL_CODINGS(400, "several_codings", "RFC 9112 6.1"),
    BAD_CODING(400, "bad_coding", "RFC 9112 6.1"),
    UNKNOWN_CODING(501, "unknown_coding", "RFC 9112 6.1"),
    CODING_IN_HTTP_1_0(400, "coding_in_http_1_0", "RFC 9112 6.1"),

    // Chunked body
    BAD_CHUNK_SIZE(400, "bad_chunk_size", "RFC 9112 7.1"),
    BAD_CHUNK_EXTENSION(400, "bad_chunk_extension", "RFC 9112 7.1.1"),
    CHUNK_EXTENSION_TOO_LONG(400, "chunk_extension_too_long", "RFC 9112 7.1.1"),
    BAD_CHUNK_END(400, "bad_chunk_end", "RFC 9112 7.1"),
    FORBIDDEN_TRAILER(400, "forbidden_trailer", "RFC 9110 6.5.1"),
    TRAILER_TOO_LARGE(431, "trailer_too_large", "RFC 9112 7.1.2");

    private static final Malformed[] VALUES = values();

    private final int status;
    private final String reason;
    private final String rfc;

    Malformed(int status, String reason, String rfc) {
        this.status = status;
        this.reason = reason;
        this.rfc = rfc;
    }

    /** The negative number that a parser returns for this entry; never stored or sent. */
    @SuppressWarnings("EnumOrdinal") // the number is the position, and lives only inside a process
    public int code() {
        return -(ordinal() + 1);
    }

    /** The status of the reply to a request that is refused for this. */
    public int status() {
        return status;
    }

    /** Stable code in snake case, for {@code X-Tailrace-Reason}, access log and counters. */
    public String reason() {
        return reason;
    }

    /** Document and section of the rule. */
    public String rfc() {
        return rfc;
    }

    /**
     * The entry behind a negative result.
     *
     * @param code what a parser returned, below 0
     */
    public static Malformed of(int code) {
        return VALUES[-code - 1];
    }
}
