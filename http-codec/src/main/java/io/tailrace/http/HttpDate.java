package io.tailrace.http;

import org.agrona.MutableDirectBuffer;

/**
 * The current time as an IMF-fixdate (RFC 9110 5.6.7), rendered at most once a second.
 *
 * <pre>
 *   Sun, 06 Nov 1994 08:49:37 GMT
 *   0    5  8   12   17 20 23
 * </pre>
 *
 * <p>Thread: any, one at a time.
 */
public final class HttpDate {
    /** Bytes of a date. */
    public static final int LENGTH = 29;

    private static final String DAYS = "ThuFriSatSunMonTueWed"; // day 0 was a Thursday
    private static final String MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec";
    private static final long SECONDS_PER_DAY = 86_400;
    private static final int DAYS_PER_ERA = 146_097; // 400 years
    private static final int DAYS_TO_EPOCH = 719_468; // from 0000-03-01

    private final byte[] text = Bytes.ascii("Thu, 01 Jan 1970 00:00:00 GMT");
    private long rendered;

    /**
     * Cheap while the second is the same.
     *
     * @param epochSeconds from 1970 to 9999
     */
    public void update(long epochSeconds) {
        if (epochSeconds != rendered) {
            render(epochSeconds);
        }
    }

    private void render(long epochSeconds) {
        long day = Math.floorDiv(epochSeconds, SECONDS_PER_DAY);
        if (day != Math.floorDiv(rendered, SECONDS_PER_DAY)) {
            renderDay((int) day);
        }
        int second = (int) Math.floorMod(epochSeconds, SECONDS_PER_DAY);
        two(17, second / 3600);
        two(20, second / 60 % 60);
        two(23, second % 60);
        rendered = epochSeconds;
    }

    /** Days since 1970 to a date, in years that start on 1 March: a leap day is then the last. */
    private void renderDay(int day) {
        int shifted = day + DAYS_TO_EPOCH;
        int era = Math.floorDiv(shifted, DAYS_PER_ERA);
        int dayOfEra = Math.floorMod(shifted, DAYS_PER_ERA);
        int yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
        int dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
        int monthFromMarch = (5 * dayOfYear + 2) / 153;
        int dayOfMonth = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1;
        int month = monthFromMarch < 10 ? monthFromMarch + 2 : monthFromMarch - 10;
        int year = yearOfEra + era * 400 + (month < 2 ? 1 : 0);
        three(0, DAYS, Math.floorMod(day, 7));
        two(5, dayOfMonth);
        three(8, MONTHS, month);
        two(12, year / 100);
        two(14, year % 100);
    }

    private void two(int index, int value) {
        text[index] = (byte) ('0' + value / 10);
        text[index + 1] = (byte) ('0' + value % 10);
    }

    private void three(int index, String names, int position) {
        for (int i = 0; i < 3; i++) {
            text[index + i] = (byte) names.charAt(position * 3 + i);
        }
    }

    /** Writes the date and returns the bytes written: {@link #LENGTH}. */
    public int write(MutableDirectBuffer out, int offset) {
        out.putBytes(offset, text);
        return LENGTH;
    }
}
