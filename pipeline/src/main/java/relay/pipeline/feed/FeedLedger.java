package relay.pipeline.feed;

import java.util.List;
import org.agrona.concurrent.status.AtomicCounter;
import org.agrona.concurrent.status.CountersManager;
import relay.pool.LatencyRecorder;

/**
 * What a feed made of its legs' datagrams. Written by the ingress thread, read by any.
 *
 * <pre>sum of arrived = forwarded + duplicates + what found no buffer</pre>
 */
public final class FeedLedger
{
    private static final int TYPE_ID = 7_004;
    private static final int COUNTERS_BY_FEED = 6;
    private static final int COUNTERS_BY_LEG = 3;

    private final AtomicCounter forwarded;
    private final AtomicCounter duplicates;
    private final AtomicCounter missing;
    private final AtomicCounter recovered;
    private final AtomicCounter restarts;
    private final AtomicCounter unkeyed;
    private final AtomicCounter[] arrived;
    private final AtomicCounter[] won;
    private final AtomicCounter[] lost;
    private final LatencyRecorder[] leads;

    /**
     * @param feed     name of the feed.
     * @param legs     names of its flows.
     * @param counters where its counters are made.
     */
    FeedLedger(final String feed, final List<String> legs, final CountersManager counters)
    {
        final String prefix = "feed " + feed + " ";
        forwarded = counters.newCounter(prefix + "forwarded", TYPE_ID);
        duplicates = counters.newCounter(prefix + "duplicates", TYPE_ID);
        missing = counters.newCounter(prefix + "missing", TYPE_ID);
        recovered = counters.newCounter(prefix + "recovered", TYPE_ID);
        restarts = counters.newCounter(prefix + "restarts", TYPE_ID);
        unkeyed = counters.newCounter(prefix + "unkeyed", TYPE_ID);
        arrived = counters(prefix, legs, "arrived", counters);
        won = counters(prefix, legs, "won", counters);
        lost = counters(prefix, legs, "lost", counters);
        leads = new LatencyRecorder[legs.size()];
        for (int leg = 0; leg < leads.length; leg++)
        {
            leads[leg] = new LatencyRecorder();
        }
    }

    /**
     * @param legCount of a feed.
     * @return how many counters it needs.
     */
    public static int counterCount(final int legCount)
    {
        return COUNTERS_BY_FEED + COUNTERS_BY_LEG * legCount;
    }

    private static AtomicCounter[] counters(
        final String prefix, final List<String> legs, final String label, final CountersManager counters)
    {
        return legs.stream().map(leg -> counters.newCounter(prefix + "leg " + leg + " " + label, TYPE_ID))
            .toArray(AtomicCounter[]::new);
    }

    void onArrived(final int leg)
    {
        arrived[leg].incrementRelease();
    }

    void onForwarded()
    {
        forwarded.incrementRelease();
    }

    void onDuplicate()
    {
        duplicates.incrementRelease();
    }

    void onUnkeyed()
    {
        unkeyed.incrementRelease();
    }

    void onRestart()
    {
        restarts.incrementRelease();
    }

    void onWon(final int leg, final boolean isRecovered)
    {
        won[leg].incrementRelease();
        if (isRecovered)
        {
            recovered.incrementRelease();
        }
    }

    void onMissing(final long change)
    {
        missing.getAndAddRelease(change);
    }

    void onLost(final int leg, final long change)
    {
        lost[leg].getAndAddRelease(change);
    }

    void onLead(final int winner, final long leadNs)
    {
        leads[winner].recordNs(leadNs);
    }

    void onDutyCycleEnd()
    {
        for (final LatencyRecorder lead : leads)
        {
            lead.onDutyCycleEnd();
        }
    }

    /**
     * @return datagrams that were passed on, those without a number too.
     */
    public long forwarded()
    {
        return forwarded.get();
    }

    /**
     * @return datagrams that were dropped because another copy had been passed on, or because they were too late to
     * tell.
     */
    public long duplicates()
    {
        return duplicates.get();
    }

    /**
     * @return numbers that came on no leg so far; falls when one comes late.
     */
    public long missing()
    {
        return missing.get();
    }

    /**
     * @return datagrams that one leg brought after another leg had passed them by.
     */
    public long recovered()
    {
        return recovered.get();
    }

    /**
     * @return how often the source began to count anew.
     */
    public long restarts()
    {
        return restarts.get();
    }

    /**
     * @return datagrams that had no number and were passed on as they were.
     */
    public long unkeyed()
    {
        return unkeyed.get();
    }

    /**
     * @param leg index of a leg.
     * @return datagrams that came on it.
     */
    public long arrived(final int leg)
    {
        return arrived[leg].get();
    }

    /**
     * @param leg index of a leg.
     * @return datagrams that were passed on because it was the first to bring them.
     */
    public long won(final int leg)
    {
        return won[leg].get();
    }

    /**
     * @param leg index of a leg.
     * @return numbers, up to the highest that the feed has seen, that did not come on it.
     */
    public long lost(final int leg)
    {
        return lost[leg].get();
    }

    /**
     * @param leg index of a leg.
     * @return how much earlier it was when it won and another leg's copy came later.
     */
    public LatencyRecorder lead(final int leg)
    {
        return leads[leg];
    }
}
