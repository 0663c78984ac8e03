package relay.pipeline.feed;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/**
 * The latest numbers of one run of a source: which of them came, on which legs, and when first. Belongs to the ingress
 * thread; memory is taken once and used for one run after another.
 *
 * <pre>
 *            first            next - length         next        next + length
 *   ... -------|------------------|-----------------|-----------------|---> numbers
 *                  behind               inside            inside        ahead
 * </pre>
 *
 * Numbers are 64 bits wide and compared by their difference, so that they may wrap.
 */
final class SequenceWindow
{
    /** A run of which nothing came for so long may have ended, and its numbers may be given again. */
    static final long IDLE_NS = TimeUnit.SECONDS.toNanos(1);

    // a mark: generation | leg that was first | a bit for each leg on which it came
    private static final int LEGS_BITS = 0xFF;
    private static final int WINNER_SHIFT = 8;
    private static final int WINNER_MASK = 7;
    private static final int GENERATION_SHIFT = 11;
    private static final int GENERATION_MASK = -1 >>> GENERATION_SHIFT;

    private final int length;
    private final long[] numbers;
    private final long[] firstNs;
    private final int[] marks;
    private final long[] nextByLeg;
    private final long[] arrivedByLeg;
    private int generation;
    private int legsSeen;
    private boolean isUsed;
    private long sessionHigh;
    private long sessionLow;
    private long first;
    private long next;
    private long distinct;
    private long touchedNs;

    /**
     * @param length   how many numbers are remembered; a power of two.
     * @param legCount how many legs there are, up to 8.
     */
    SequenceWindow(final int length, final int legCount)
    {
        this.length = length;
        numbers = new long[length];
        firstNs = new long[length];
        marks = new int[length];
        nextByLeg = new long[legCount];
        arrivedByLeg = new long[legCount];
    }

    /**
     * Forgets everything: a run begins.
     *
     * @param key    that was read, of its session.
     * @param number of its first datagram, which is not yet taken.
     */
    void begin(final SequenceKey key, final long number)
    {
        generation = generation + 1 & GENERATION_MASK;
        legsSeen = 0;
        isUsed = true;
        sessionHigh = key.sessionHigh;
        sessionLow = key.sessionLow;
        first = number;
        next = number;
        distinct = 0;
        Arrays.fill(arrivedByLeg, 0);
    }

    boolean isUsed()
    {
        return isUsed;
    }

    /**
     * @param key that was read.
     * @return whether it is of the same session.
     */
    boolean isOf(final SequenceKey key)
    {
        return isUsed && sessionHigh == key.sessionHigh && sessionLow == key.sessionLow;
    }

    boolean isOfSameSession(final SequenceWindow that)
    {
        return isUsed && that.isUsed && sessionHigh == that.sessionHigh && sessionLow == that.sessionLow;
    }

    /**
     * @param number as it was sent.
     * @param bits   its width.
     * @return the number of 64 bits that is meant: of those that end in these bits the nearest to {@link #next()}.
     */
    long extend(final long number, final int bits)
    {
        final int unused = Long.SIZE - bits;
        return next + (number - next << unused >> unused);
    }

    boolean isInside(final long number)
    {
        final long distance = number - next;
        return distance >= -length && distance < length;
    }

    boolean isBehind(final long number)
    {
        return number - next < -length;
    }

    boolean isIdle(final long nowNs)
    {
        return nowNs - touchedNs > IDLE_NS;
    }

    /**
     * @param number inside the window.
     * @return whether it came, on any leg.
     */
    boolean has(final long number)
    {
        final int slot = slot(number);
        return numbers[slot] == number && marks[slot] >>> GENERATION_SHIFT == generation &&
            (marks[slot] & LEGS_BITS) != 0;
    }

    /**
     * @param number behind the window.
     * @param leg    that it came on.
     * @return whether the leg has never been further than one window from there in this run: then it is the leg that is
     * late, and not the source that counts anew.
     */
    boolean isLegNear(final long number, final int leg)
    {
        return 0 == (legsSeen & 1 << leg) || number - nextByLeg[leg] >= -length;
    }

    /**
     * @param number that does not come.
     * @param leg    any.
     * @return whether another leg has passed it.
     */
    boolean isPassedByOther(final long number, final int leg)
    {
        for (int other = 0; other < nextByLeg.length; other++)
        {
            if (other != leg && (legsSeen & 1 << other) != 0 && nextByLeg[other] - number > 0)
            {
                return true;
            }
        }
        return false;
    }

    /**
     * A new number is taken.
     *
     * @param number inside the window.
     * @param count  of numbers from there on.
     * @param leg    that it came on.
     * @param nowNs  monotonic.
     */
    void take(final long number, final int count, final int leg, final long nowNs)
    {
        final int slot = slot(number);
        numbers[slot] = number;
        firstNs[slot] = nowNs;
        marks[slot] = generation << GENERATION_SHIFT | leg << WINNER_SHIFT | 1 << leg;
        distinct += count;
        first = first - number > 0 ? number : first;
        expect(number + count);
        arrivedByLeg[leg] += count;
        touchedNs = nowNs;
        passBy(number + count, leg);
    }

    /**
     * A number came again.
     *
     * @param number that the window has.
     * @param count  of numbers from there on.
     * @param leg    that it came on.
     * @param nowNs  monotonic.
     * @return whether it is the first time on this leg.
     */
    boolean repeat(final long number, final int count, final int leg, final long nowNs)
    {
        touchedNs = nowNs;
        passBy(number + count, leg);
        final int slot = slot(number);
        if ((marks[slot] & 1 << leg) != 0)
        {
            return false;
        }
        marks[slot] |= 1 << leg;
        arrivedByLeg[leg] += count;
        return true;
    }

    /**
     * Remembers how far a leg has come.
     *
     * @param legNext the number after the last that it brought.
     * @param leg     that brought it.
     */
    void passBy(final long legNext, final int leg)
    {
        if (0 == (legsSeen & 1 << leg) || legNext - nextByLeg[leg] > 0)
        {
            nextByLeg[leg] = legNext;
        }
        legsSeen |= 1 << leg;
    }

    /**
     * All numbers before this one were given by the source, whether they came or not.
     *
     * @param number the next one.
     */
    void expect(final long number)
    {
        next = number - next > 0 ? number : next;
    }

    /**
     * @param number that the window has.
     * @return the leg that was the first to bring it.
     */
    int winner(final long number)
    {
        return marks[slot(number)] >>> WINNER_SHIFT & WINNER_MASK;
    }

    /**
     * @param number that the window has.
     * @return when it came first.
     */
    long firstNs(final long number)
    {
        return firstNs[slot(number)];
    }

    long first()
    {
        return first;
    }

    long next()
    {
        return next;
    }

    /**
     * @return numbers of the run that came on no leg.
     */
    long missing()
    {
        return Math.max(0, next - first - distinct);
    }

    /**
     * @param leg any.
     * @return numbers of the run that did not come on this leg.
     */
    long lost(final int leg)
    {
        return Math.max(0, next - first - arrivedByLeg[leg]);
    }

    private int slot(final long number)
    {
        return (int)number & length - 1;
    }
}
