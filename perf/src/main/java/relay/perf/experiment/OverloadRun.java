package relay.perf.experiment;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;
import relay.config.TrafficClass;
import relay.observe.LatencyTags;
import relay.observe.text.JsonText;
import relay.perf.experiment.OverloadResult.Sample;
import relay.perf.experiment.OverloadResult.SizeResult;
import relay.perf.machine.CoreWait;
import relay.pipeline.Ledger;
import relay.pipeline.RelayReport;
import relay.pool.SizeClass;

/**
 * Tries one {@link Overload} on a relay of its own. The calling thread is the source, and looks at the relay's ledger
 * between two sends, so that nothing else competes for the second core.
 */
final class OverloadRun
{
    private static final long LEAD_IN_NS = TimeUnit.MILLISECONDS.toNanos(150);
    private static final long SAMPLE_INTERVAL_NS = TimeUnit.MICROSECONDS.toNanos(200);
    private static final long SETTLE_NS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long STOP_NS = TimeUnit.SECONDS.toNanos(1);
    private static final long SECOND_NS = TimeUnit.SECONDS.toNanos(1);
    /** Fewer than these wait at any time, even if all is well: what comes and goes at once. */
    private static final int BACKLOG_NONE = 16;
    /** Of the sustainable rate, before the burst: less than any drain, which has saved up all that it may then. */
    static final double LEAD_IN = 0.25;
    /** Of the sustainable rate, after the burst. */
    static final double HALF = 0.5;

    private final Overload overload;
    private final long afterNs;
    private final long burstNs;
    private final List<Sample> samples = new ArrayList<>();
    private long burstBeginNs;
    private long lastSampleNs;
    private long lateMaxNs;
    private long burstLateMaxNs;
    private long burstWaitedNs;

    /**
     * @param overload to try.
     * @param afterMs  length of each of the two rates after it; a second and more to see that drops have ended.
     */
    OverloadRun(final Overload overload, final int afterMs)
    {
        this.overload = overload;
        afterNs = TimeUnit.MILLISECONDS.toNanos(afterMs);
        burstNs = TimeUnit.MILLISECONDS.toNanos(overload.lengthMs());
    }

    /**
     * @return the result.
     * @throws IOException if there are no ports.
     */
    OverloadResult run() throws IOException
    {
        try (LoopbackRelay loopback = new LoopbackRelay(overload.buffers(), overload.drainBitsPerSecond());
            PacedSource source = new PacedSource(loopback.input(), overload.mix()))
        {
            final double rate = overload.sustainableRate();
            burstBeginNs = System.nanoTime() + LEAD_IN_NS;
            send(loopback, source, LEAD_IN * rate, LEAD_IN_NS);
            final long sentBefore = source.sent();
            lateMaxNs = 0;
            final long waitedNs = CoreWait.ns(LoopbackRelay.DATA_THREAD);
            burstBeginNs = System.nanoTime();
            send(loopback, source, overload.factor() * rate, burstNs);
            final long lengthNs = System.nanoTime() - burstBeginNs;
            burstLateMaxNs = lateMaxNs;
            burstWaitedNs = Math.max(0, CoreWait.ns(LoopbackRelay.DATA_THREAD) - waitedNs);
            final long sentBurst = source.sent();
            send(loopback, source, HALF * rate, afterNs);
            final long sentHalf = source.sent();
            send(loopback, source, rate, afterNs);
            LockSupport.parkNanos(SETTLE_NS);
            sample(loopback, System.nanoTime());
            loopback.relay().stop(STOP_NS);
            return result(loopback, sentBefore, sentBurst, sentHalf, lengthNs);
        }
    }

    private void send(
        final LoopbackRelay loopback, final PacedSource source, final double rate, final long lengthNs)
    {
        final long startNs = System.nanoTime();
        final long first = source.sent();
        final long total = Math.round(rate * lengthNs / 1e9);
        while (source.sent() - first < total || System.nanoTime() - startNs < lengthNs)
        {
            final long nowNs = System.nanoTime();
            final long due = Math.min(total, (long)(rate * (nowNs - startNs) / 1e9));
            lateMaxNs = Math.max(lateMaxNs, (long)((due - source.sent() + first) / rate * 1e9));
            if (!source.sendUpTo(first + due))
            {
                Thread.onSpinWait();
            }
            if (nowNs - lastSampleNs >= SAMPLE_INTERVAL_NS)
            {
                sample(loopback, nowNs);
            }
        }
    }

    private void sample(final LoopbackRelay loopback, final long nowNs)
    {
        lastSampleNs = nowNs;
        final Ledger ledger = loopback.relay().ledger();
        samples.add(new Sample(nowNs - burstBeginNs, ledger.received(), ledger.inFlight(), ledger.dropped()));
    }

    private OverloadResult result(
        final LoopbackRelay loopback, final long sentBefore, final long sentBurst, final long sentHalf,
        final long lengthNs)
    {
        final JsonObject report = JsonText.tree(RelayReport.of(loopback.relay()));
        final long kernelDrops = report.getAsJsonArray("flows").get(0).getAsJsonObject().get("kernelDrops").getAsLong();
        final Sample begin = at(sentBefore);
        final Sample burstEnd = at(sentBurst - kernelDrops);
        final Sample halfEnd = at(sentHalf - kernelDrops);
        final Sample end = samples.getLast();
        final Sample firstDrop = firstAbove(begin.dropped());
        final long arrived = sentBurst - sentBefore - kernelDrops;
        final double arrivalRate = arrived * 1e9 / lengthNs;
        return new OverloadResult(
            overload, overload.prediction(arrivalRate, lengthNs, HALF * overload.sustainableRate()), arrived, lengthNs,
            burstLateMaxNs, burstWaitedNs,
            null == firstDrop || firstDrop.ns() > burstEnd.ns() ? Double.NaN : firstDrop.ns(),
            backlogMax(begin, burstEnd), burstEnd.dropped() - begin.dropped(), dropRate(firstDrop, burstEnd),
            recoveryNs(burstEnd, halfEnd), drainedNs(burstEnd), halfEnd.dropped() - burstEnd.dropped(),
            end.dropped() - halfEnd.dropped(),
            classes(report), kernelDrops, report.getAsJsonObject("ledger").get("imbalance").getAsLong(),
            report.get("errors").getAsLong(), lifetimes(loopback), List.copyOf(samples));
    }

    /** The first look at which the relay had received so many. */
    private Sample at(final long received)
    {
        return samples.stream().filter(sample -> sample.received() >= received).findFirst().orElse(samples.getLast());
    }

    private Sample firstAbove(final long dropped)
    {
        return samples.stream().filter(sample -> sample.dropped() > dropped).findFirst().orElse(null);
    }

    private long backlogMax(final Sample begin, final Sample end)
    {
        return samples.stream().filter(sample -> sample.ns() >= begin.ns() && sample.ns() <= end.ns())
            .mapToLong(Sample::inFlight).max().orElse(0);
    }

    private static double dropRate(final Sample firstDrop, final Sample burstEnd)
    {
        return null == firstDrop || firstDrop.received() >= burstEnd.received() ? 0 :
            (double)(burstEnd.dropped() - firstDrop.dropped()) / (burstEnd.received() - firstDrop.received());
    }

    private double recoveryNs(final Sample burstEnd, final Sample halfEnd)
    {
        final Sample lastDrop = firstAbove(halfEnd.dropped() - 1);
        final long recoveryNs = Math.max(0, null == lastDrop ? 0 : lastDrop.ns() - burstEnd.ns());
        final long quietNs = halfEnd.ns() - burstEnd.ns() - recoveryNs;
        return quietNs >= Math.min(SECOND_NS, afterNs / 2) ? recoveryNs : Double.NaN;
    }

    private double drainedNs(final Sample burstEnd)
    {
        return samples.stream().filter(sample -> sample.ns() >= burstEnd.ns() && sample.inFlight() <= BACKLOG_NONE)
            .mapToDouble(sample -> sample.ns() - burstEnd.ns()).findFirst().orElse(Double.NaN);
    }

    private List<SizeResult> classes(final JsonObject report)
    {
        final JsonObject lane = report.getAsJsonArray("lanes").get(0).getAsJsonObject();
        return overload.mix().classes().stream().map(sizeClass ->
        {
            final String label = sizeClass.name().toLowerCase(Locale.ROOT);
            final JsonObject counts = lane.getAsJsonObject(label);
            return new SizeResult(label, counts.get("buffers").getAsLong(), counts.get("claimed").getAsLong(),
                counts.get("exhausted").getAsLong(), counts.get("peakInUse").getAsLong());
        }).toList();
    }

    private static Histogram lifetimes(final LoopbackRelay loopback)
    {
        final Histogram lifetimes = loopback.relay().latencies().get(
            LatencyTags.lifetime(TrafficClass.DEFAULT_NAME, SizeClass.SMALL));
        return null == lifetimes || 0 == lifetimes.getTotalCount() ? null : lifetimes;
    }
}
