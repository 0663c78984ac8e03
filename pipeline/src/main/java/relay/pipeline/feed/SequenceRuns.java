package relay.pipeline.feed;

/**
 * Two runs of one source: the current one, and another that is either on trial or has ended. A run on trial becomes the
 * current one when two of its numbers follow each other (after RFC 3550 appendix A.1): one forged or damaged number
 * moves nothing. Both tell copies apart meanwhile, so that nothing is lost or doubled while it is undecided. Belongs to
 * the ingress thread.
 */
final class SequenceRuns
{
    /** What a source may leave out and still be in the same run. */
    static final long JUMP_MAX = 1L << 24;

    private final FeedLedger ledger;
    private final long[] lostEnded;
    private final long[] lostBooked;
    private SequenceWindow current;
    private SequenceWindow other;
    private boolean isOnTrial;
    private boolean isContinued;
    private long missingEnded;
    private long missingBooked;

    SequenceRuns(final int windowLength, final int legCount, final FeedLedger ledger)
    {
        this.ledger = ledger;
        current = new SequenceWindow(windowLength, legCount);
        other = new SequenceWindow(windowLength, legCount);
        lostEnded = new long[legCount];
        lostBooked = new long[legCount];
    }

    SequenceWindow current()
    {
        return current;
    }

    /**
     * @param key   that was read.
     * @param nowNs monotonic.
     * @return the run that the number belongs to, or null.
     */
    SequenceWindow find(final SequenceKey key, final long nowNs)
    {
        if (isPartOf(current, key, nowNs))
        {
            return current;
        }
        return isPartOf(other, key, nowNs) ? other : null;
    }

    /**
     * Begins a run with a number that belongs to none.
     *
     * @param key that was read.
     * @return a run for it: the first one, or one on trial.
     */
    SequenceWindow begin(final SequenceKey key)
    {
        if (!current.isUsed())
        {
            current.begin(key, key.number);
            return current;
        }
        final long number = current.isOf(key) ? current.extend(key.number, key.bits()) : key.number;
        if (!isOnTrial && other.isUsed())
        {
            end();
        }
        isOnTrial = true;
        other.begin(key, number);
        return other;
    }

    /**
     * A number was the next one of its run.
     *
     * @param run that it belongs to.
     */
    void onConsecutive(final SequenceWindow run)
    {
        if (isOnTrial && run == other)
        {
            final long jump = other.first() - current.next();
            isContinued = other.isOfSameSession(current) && jump > 0 && jump <= JUMP_MAX;
            if (!isContinued)
            {
                ledger.onRestart();
            }
            other = current;
            current = run;
            isOnTrial = false;
        }
    }

    /**
     * Brings the ledger up to date.
     */
    void book()
    {
        final boolean isEnded = isEnded();
        final long gap = gap();
        final long missing = missingEnded + current.missing() + gap + (isEnded ? other.missing() : 0);
        if (missing != missingBooked)
        {
            ledger.onMissing(missing - missingBooked);
            missingBooked = missing;
        }
        for (int leg = 0; leg < lostBooked.length; leg++)
        {
            final long lost = lostEnded[leg] + current.lost(leg) + gap + (isEnded ? other.lost(leg) : 0);
            if (lost != lostBooked[leg])
            {
                ledger.onLost(leg, lost - lostBooked[leg]);
                lostBooked[leg] = lost;
            }
        }
    }

    private void end()
    {
        final long gap = gap();
        missingEnded += other.missing() + gap;
        for (int leg = 0; leg < lostEnded.length; leg++)
        {
            lostEnded[leg] += other.lost(leg) + gap;
        }
        isContinued = false;
    }

    private boolean isEnded()
    {
        return !isOnTrial && other.isUsed();
    }

    /** What was left out between two runs, where the second continues the first. */
    private long gap()
    {
        return isEnded() && isContinued ? Math.max(0, current.first() - other.next()) : 0;
    }

    /** A number that is had already, after a silence, is one that is given again. */
    private static boolean isPartOf(final SequenceWindow run, final SequenceKey key, final long nowNs)
    {
        if (!run.isOf(key))
        {
            return false;
        }
        final long number = run.extend(key.number, key.bits());
        return run.isInside(number) && !(run.isIdle(nowNs) && run.has(number));
    }
}
