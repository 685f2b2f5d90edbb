package io.tailrace.deploy;

/**
 * Decimal numbers of the command line.
 *
 * <p>Thread: any (stateless).
 */
final class WholeNumber {
    private WholeNumber() {}

    /**
     * Digits only: the JDK's parser would take a sign.
     *
     * @param least 0 or more
     * @return the number, or -1 when it is none from {@code least} to {@code most}
     */
    static int parse(String text, int least, int most) {
        if (text.isEmpty() || text.length() > 9) {
            return -1;
        }
        int number = 0;
        for (int i = 0; i < text.length(); i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            number = number * 10 + digit;
        }
        return number < least || number > most ? -1 : number;
    }
}
