package relay.perf.experiment;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import relay.pipeline.Ledger;
import relay.pool.BufferCounts;

/**
 * Finds how many datagrams a second a relay passes on, without any being dropped, when nothing but itself limits it:
 * from one loopback port to another, the source on another core.
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
    static double find(final Mix mix, final int trialMs) throws IOException
    {
        try (LoopbackRelay loopback = new LoopbackRelay(BufferCounts.DEFAULT, 0);
            PacedSource source = new PacedSource(loopback.input(), mix))
        {
            return new SustainableRate(loopback, source, trialMs).search();
        }
    }

    private double search()
    {
        passes(FIRST); // warms up
        double good = 0;
        double bad = FIRST;
        while (bad < MAX && passesOnce(bad))
        {
            good = bad;
            bad *= 2;
        }
        for (int i = 0; i < BISECTIONS; i++)
        {
            final double middle = (good + bad) / 2;
            if (passesOnce(middle))
            {
                good = middle;
            }
            else
            {
                bad = middle;
            }
        }
        return good;
    }

    /** Other work on the machine can spoil a trial, and never make one succeed. */
    private boolean passesOnce(final double rate)
    {
        for (int i = 0; i < TRIES; i++)
        {
            if (passes(rate))
            {
                return true;
            }
        }
        return false;
    }

    private boolean passes(final double rate)
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
