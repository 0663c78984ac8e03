package relay.pipeline.feed;

import relay.transport.DatagramBatch;

/**
 * Arbitrates sources without numbers: the n-th copy of equal bytes on one leg matches the n-th on the others, for as
 * long as a window after the last one that was passed on. Belongs to the ingress thread.
 *
 * <p>A payload has one of {@link #WAYS} entries that its hash allows. Where all of them are in use the oldest is given
 * up, so that a copy of that one is passed on twice rather than another one not at all.
 */
final class HashArbiter implements Arbiter
{
    /** Payloads that are remembered. */
    static final int CAPACITY = 1 << 16;

    private static final int WAYS = 8;

    private final PayloadHash hash;
    private final long windowNs;
    private final int legCount;
    private final FeedLedger ledger;
    private final long[] hashes = new long[CAPACITY];
    private final long[] passedNs = new long[CAPACITY];
    private final int[] passed = new int[CAPACITY];
    private final byte[] winners = new byte[CAPACITY];
    private final int[] arrived;
    private long payload;
    private int entry;
    private int leg;
    private long nowNs;

    /**
     * @param hash     of payloads.
     * @param windowNs how long a payload is remembered.
     * @param legCount how many legs there are, up to 8.
     * @param ledger   of the feed.
     */
    HashArbiter(final PayloadHash hash, final long windowNs, final int legCount, final FeedLedger ledger)
    {
        this.hash = hash;
        this.windowNs = windowNs;
        this.legCount = legCount;
        this.ledger = ledger;
        arrived = new int[CAPACITY * legCount];
    }

    @Override
    public boolean isDuplicate(final DatagramBatch batch, final int index, final int leg, final long nowNs)
    {
        this.leg = leg;
        this.nowNs = nowNs;
        payload = hash.of(batch, index);
        entry = find();
        if (hashes[entry] != payload || isExpired(entry) || arrived[entry * legCount + leg] >= passed[entry])
        {
            return false;
        }
        final int nth = ++arrived[entry * legCount + leg];
        if (nth == passed[entry])
        {
            ledger.onLead(winners[entry], nowNs - passedNs[entry]);
        }
        return true;
    }

    @Override
    public void onAdmitted()
    {
        if (hashes[entry] != payload || isExpired(entry))
        {
            hashes[entry] = payload;
            passed[entry] = 0;
            for (int i = 0; i < legCount; i++)
            {
                arrived[entry * legCount + i] = 0;
            }
        }
        passed[entry]++;
        arrived[entry * legCount + leg]++;
        passedNs[entry] = nowNs;
        winners[entry] = (byte)leg;
        ledger.onWon(leg, false);
    }

    /** The payload's own entry, or the one that it gets: an empty or the oldest one. */
    private int find()
    {
        final int bucket = (int)payload & CAPACITY - WAYS;
        int oldest = bucket;
        for (int i = bucket; i < bucket + WAYS; i++)
        {
            if (hashes[i] == payload)
            {
                return i;
            }
            if (hashes[oldest] != 0 && (0 == hashes[i] || passedNs[i] - passedNs[oldest] < 0))
            {
                oldest = i;
            }
        }
        return oldest;
    }

    private boolean isExpired(final int entry)
    {
        return nowNs - passedNs[entry] > windowNs;
    }
}
