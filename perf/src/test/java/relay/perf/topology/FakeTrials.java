package relay.perf.topology;

import java.util.ArrayList;
import java.util.List;

/**
 * Trials as the traffic program would print them.
 */
public final class FakeTrials
{
    private FakeTrials()
    {
    }

    public static List<String> lines(final long sent, final long received, final long sendingNs, final String latency)
    {
        return List.of("nice: a line that is not ours", "sent=" + sent, "received=" + received, "duplicates=1",
            "reordered=2", "corrupt=3", "foreign=0", "send-errors=4", "sending-ns=" + sendingNs,
            "send-call-ns=" + sent * 500, "late-max-ns=7", "latency-max-ns=9", "wall-ns=" + sendingNs,
            "process-ns=" + received * 2_000, "process-wait-ns=15",
            "own-wait-ns=" + sendingNs / 50,
            "core-idle-ns=" + sendingNs / 4, "core-softirq-ns=11", "relay-drops=12",
            "sink-drops=13", "softnet-drops=14", "silent-targets=0",
            "lost-after-switch=0", "last-lost-ns=-1", "latency=" + latency);
    }

    /** One second of a rate of which so much is lost. */
    public static Trial of(final long rate, final double loss)
    {
        return Trial.parse(rate, lines(rate, Math.round(rate * (1 - loss)), 1_000_000_000L, "1000:10 "));
    }

    /** Of what is sent, so much is lost in all and after the rate has changed; lastLostNs -1 for none after. */
    public static Trial switched(
        final long sent, final long lost, final long lostAfter, final long lastLostNs, final long lateMaxNs)
    {
        final List<String> lines = new ArrayList<>(lines(sent, sent - lost, 1_000_000_000L, "1000:10 "));
        lines.removeAll(List.of("late-max-ns=7", "lost-after-switch=0", "last-lost-ns=-1"));
        lines.addAll(List.of(
            "late-max-ns=" + lateMaxNs, "lost-after-switch=" + lostAfter, "last-lost-ns=" + lastLostNs));
        return Trial.parse(sent, lines);
    }

    /** As printed, with other values. */
    public static Trial parse(final long rate, final List<String> lines)
    {
        return Trial.parse(rate, lines);
    }

    /** One second in which the generator was slower than asked for. */
    public static Trial limited(final long rate, final long achieved)
    {
        return Trial.parse(rate, lines(achieved, achieved, 1_000_000_000L, "1000:10 "));
    }
}
