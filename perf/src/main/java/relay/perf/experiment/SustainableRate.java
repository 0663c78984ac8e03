package relay.perf.experiment;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import relay.pipeline.Ledger;
import relay.pool.BufferCounts;

/**
 * Finds the datagrams a second that a relay forwards without a drop when nothing but itself limits it: from one
 * loopback port to another, the source on another core.
 */
final class SustainableRate
{
    private static final double FIRST = 50_000;
    private static final double MAX = 3_200_000;
    private static final int BISECTIONS = 4;
    private static final int TRIES = 4;
    private static final long SETTLE_NS = TimeUnit.MILLISECONDS.toNanos(30);

    private final LoopbackRelay loopback;
    private final PacedSource source;
    private final long trialNs;

    private SustainableRate(final LoopbackRelay loopback, final PacedSource source, final int trialMs)
    {
        this.loopback = loopback;
        this.source = source;
        trialNs = TimeUnit.MILLISECONDS.toNanos(trialMs);
    }

    /**
     * @param mix     of lengths.
     * @param trialMs length of each trial.
     * @return datagrams a second.
     * @throws IOException if there are no ports.
     */
    static double find(final LengthMix mix, final int trialMs) throws IOException
    {
        try (LoopbackRelay loopback = new LoopbackRelay(BufferCounts.DEFAULT, 0);
            PacedSource source = new PacedSource(loopback.input(), mix))
        {
            return new SustainableRate(loopback, source, trialMs).search();
        }
    }

    private double search()
    {
        isForwarded(FIRST); // warms up
        double good = 0;
        double bad = FIRST;
        while (bad < MAX && isForwardedOnce(bad))
        {
            good = bad;
            bad *= 2;
        }
        for (int i = 0; i < BISECTIONS; i++)
        {
            final double middle = (good + bad) / 2;
            final boolean isGood = isForwardedOnce(middle);
            good = isGood ? middle : good;
            bad = isGood ? bad : middle;
        }
        return good;
    }

    /** Other work on the machine can spoil a trial, and never make one succeed. */
    private boolean isForwardedOnce(final double rate)
    {
        boolean isForwarded = false;
        for (int i = 0; i < TRIES && !isForwarded; i++)
        {
            isForwarded = isForwarded(rate);
        }
        return isForwarded;
    }

    private boolean isForwarded(final double rate)
    {
        final Ledger before = loopback.relay().ledger();
        final long first = source.sent();
        final long total = (long)(rate * trialNs / 1e9);
        final long startNs = System.nanoTime();
        while (source.sent() - first < total)
        {
            final long dueNs = System.nanoTime() - startNs;
            source.sendUpTo(first + Math.min(total, (long)(rate * dueNs / 1e9)));
        }
        final long tookNs = System.nanoTime() - startNs;
        LockSupport.parkNanos(SETTLE_NS);
        final Ledger after = loopback.relay().ledger();
        return after.received() - before.received() == total && after.dropped() == before.dropped() &&
            tookNs < trialNs + trialNs / 10;
    }
}
