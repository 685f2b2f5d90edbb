package io.tailrace.http;

import java.util.regex.Pattern;

/**
 * IP-literal by the letter of RFC 3986 3.2.2.
 *
 * <p>Thread: any (immutable).
 */
final class OracleAddress {
    private static final String OCTET = "(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9][0-9]|[0-9])";
    private static final String H16 = "[0-9A-Fa-f]{1,4}";
    private static final String LS32 =
            "(?:H:H|O\\.O\\.O\\.O)".replace("H", H16).replace("O", OCTET);

    // The nine alternatives of IPv6address, in the order of the RFC.
    private static final String[] IPV6 = {
        "(?:H:){6}L",
        "::(?:H:){5}L",
        "(?:H)?::(?:H:){4}L",
        "(?:(?:H:){0,1}H)?::(?:H:){3}L",
        "(?:(?:H:){0,2}H)?::(?:H:){2}L",
        "(?:(?:H:){0,3}H)?::H:L",
        "(?:(?:H:){0,4}H)?::L",
        "(?:(?:H:){0,5}H)?::H",
        "(?:(?:H:){0,6}H)?::",
    };
    private static final Pattern LITERAL =
            Pattern.compile(
                    "\\[(?:"
                            + String.join("|", IPV6).replace("H", H16).replace("L", LS32)
                            + "|[vV][0-9A-Fa-f]+\\.[A-Za-z0-9._~!$&'()*+,;=:-]+)\\]");

    private OracleAddress() {}

    static boolean isLiteral(String text) {
        return LITERAL.matcher(text).matches();
    }
}
