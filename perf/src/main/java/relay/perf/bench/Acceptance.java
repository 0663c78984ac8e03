package relay.perf.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import relay.perf.report.Spread;

/**
 * What Relay promises beside its peers, and whether this run bears it out.
 */
final class Acceptance
{
    private static final String HOLDS = "holds";
    private static final String FAILS = "does not hold";
    private static final String UNKNOWN = "not measured";
    private static final double CPU_US_MAX = 3.2;
    private static final List<Integer> RATES = List.of(20_000, 50_000);

    private final Results results;
    private final Workload standard = Workload.ofSize(1_000);
    private final Workload mixed = Workload.mixed();

    Acceptance(final Results results)
    {
        this.results = results;
    }

    /**
     * @return of UDP to UDP.
     */
    List<Promise> ofUdp()
    {
        final List<Promise> promises = new ArrayList<>(List.of(
            atLeast("1,000 B: loss-free rate at least 4 x socat's", ratio(Contestants.SOCAT, Metrics.RATE), 4),
            atLeast("1,000 B: loss-free rate at least 1.5 x a bare NIO loop's",
                ratio(Contestants.NIO, Metrics.RATE), 1.5),
            atMost("1,000 B: CPU at most 3.2 us a datagram",
                results.spread(standard, Contestants.RELAY, Metrics.CPU_US), CPU_US_MAX),
            atMost("1,000 B: CPU at most 1.4 x a bare C loop's with UDP_SEGMENT",
                ratio(Contestants.C_SEGMENT, Metrics.CPU_US), 1.4),
            atMost("mixed: CPU at most 1.2 x a bare C recv/send loop's",
                results.ratio(mixed, Contestants.RELAY, Contestants.C_RECV_SEND, Metrics.CPU_US), 1.2)));
        for (final int rate : RATES)
        {
            for (final int percentile : new int[] {50, 99})
            {
                final ToDoubleFunction<Measurement> latency = Metrics.latencyUs(rate, percentile);
                final String what = String.format(Locale.ROOT, "1,000 B: latency p%d at %,d/s at most ", percentile, rate);
                promises.add(atMost(what + "1.3 x a bare C recv/send loop's",
                    ratio(Contestants.C_RECV_SEND, latency), 1.3));
                promises.add(atMost(what + "socat's", ratio(Contestants.SOCAT, latency), 1));
            }
        }
        promises.add(belowKernel());
        return promises;
    }

    /**
     * @return of UDP to Aeron to UDP.
     */
    List<Promise> ofAeron()
    {
        return List.of(atLeast("1,000 B: loss-free rate at least 0.9 x bare Aeron's",
            ratio(Contestants.BARE_AERON, Metrics.RATE), 0.9));
    }

    private Spread ratio(final String peer, final ToDoubleFunction<Measurement> metric)
    {
        return results.ratio(standard, Contestants.RELAY, peer, metric);
    }

    /** Single datagrams: of a train, the kernel forwards the whole for the price of one. */
    private Promise belowKernel()
    {
        final int rate = RATES.getLast();
        final Spread kernel = results.difference(
            standard, Contestants.KERNEL, Contestants.DIRECT, Metrics.at(rate, Trial::sendUs));
        final String text = "1,000 B (aim): CPU at the loss-free rate below what kernel routing adds to each single send";
        return null == kernel ? new Promise(text, Double.NaN, Double.NaN, UNKNOWN) :
            atMost(text, results.spread(standard, Contestants.RELAY, Metrics.CPU_US), kernel.median());
    }

    private static Promise atLeast(final String text, final Spread value, final double limit)
    {
        return null == value ? new Promise(text, Double.NaN, limit, UNKNOWN) :
            new Promise(text, value.median(), limit, value.median() >= limit ? HOLDS : FAILS);
    }

    static Promise atMost(final String text, final Spread value, final double limit)
    {
        return null == value ? new Promise(text, Double.NaN, limit, UNKNOWN) :
            new Promise(text, value.median(), limit, value.median() <= limit ? HOLDS : FAILS);
    }

    /**
     * One of them.
     *
     * @param text    what is promised.
     * @param value   median of the rounds, NaN if not measured.
     * @param limit   that it is compared with, NaN if not measured.
     * @param verdict {@code holds}, {@code does not hold} or {@code not measured}.
     */
    record Promise(String text, double value, double limit, String verdict)
    {
        String line()
        {
            return UNKNOWN.equals(verdict) ? text + ": " + verdict :
                String.format(Locale.ROOT, "%s: %s (%.2f, limit %.2f)", text, verdict, value, limit);
        }
    }
}
