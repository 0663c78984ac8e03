package relay.pipeline.feed;

import relay.transport.DatagramBatch;

/**
 * Arbitrates by the source's own numbers, as SMPTE ST 2022-7 and the A/B feeds of exchanges have it: the first copy of
 * a number is passed on at once, late ones that fill a gap too. What is behind the window is dropped where the leg is
 * late; where the source counts anew it is passed on, from the first datagram on. Belongs to the ingress thread.
 */
final class SequenceArbiter implements Arbiter
{
    private final SequenceKey key;
    private final SequenceRuns runs;
    private final FeedLedger ledger;
    private boolean isPending;
    private SequenceWindow run;
    private long number;
    private int leg;
    private long nowNs;

    /**
     * @param key          to read.
     * @param windowLength how many numbers are remembered; a power of two.
     * @param legCount     how many legs there are.
     * @param ledger       of the feed.
     */
    SequenceArbiter(final SequenceKey key, final int windowLength, final int legCount, final FeedLedger ledger)
    {
        this.key = key;
        this.ledger = ledger;
        runs = new SequenceRuns(windowLength, legCount, ledger);
    }

    @Override
    public boolean isDuplicate(final DatagramBatch batch, final int index, final int leg, final long nowNs)
    {
        this.leg = leg;
        this.nowNs = nowNs;
        final int kind = key.read(batch, index);
        isPending = SequenceKey.KEYED == kind;
        if (SequenceKey.UNKEYED == kind)
        {
            ledger.onUnkeyed();
        }
        else if (SequenceKey.EXPECTED == kind)
        {
            onExpected();
        }
        return isPending && isDuplicate();
    }

    @Override
    public void onAdmitted()
    {
        if (!isPending)
        {
            return;
        }
        isPending = false;
        if (null == run)
        {
            run = runs.begin(key);
            number = run.next();
        }
        else if (number == run.next())
        {
            runs.onConsecutive(run);
        }
        ledger.onWon(leg, number - run.next() < 0 && run.isPassedByOther(number, leg));
        run.take(number, key.count, leg, nowNs);
        runs.book();
    }

    private boolean isDuplicate()
    {
        run = runs.find(key, nowNs);
        if (null == run)
        {
            return isLate();
        }
        number = run.extend(key.number, key.bits());
        if (!run.has(number))
        {
            return false;
        }
        if (run.repeat(number, key.count, leg, nowNs))
        {
            ledger.onLead(run.winner(number), nowNs - run.firstNs(number));
            runs.book();
        }
        return true;
    }

    private boolean isLate()
    {
        final SequenceWindow current = runs.current();
        if (!current.isOf(key) || current.isIdle(nowNs))
        {
            return false;
        }
        final long late = current.extend(key.number, key.bits());
        if (!current.isBehind(late) || !current.isLegNear(late, leg))
        {
            return false;
        }
        current.passBy(late + key.count, leg);
        return true;
    }

    /** What a heartbeat tells is believed within the window. */
    private void onExpected()
    {
        final SequenceWindow current = runs.current();
        if (current.isOf(key) && current.isInside(key.number))
        {
            current.expect(key.number);
            runs.book();
        }
    }
}
