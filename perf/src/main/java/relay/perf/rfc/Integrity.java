package relay.perf.rfc;

import java.util.Locale;
import relay.perf.bench.Trial;

/**
 * What may not happen to datagrams in any run, and what was lost where the relay has no part in it. Written by the
 * harness's thread.
 */
final class Integrity
{
    private long received;
    private long duplicates;
    private long reordered;
    private long corrupt;
    private long sinkDrops;
    private long softnetDrops;

    /**
     * @param trial  a run.
     * @param copies of each datagram that the sink should get.
     */
    void add(final Trial trial, final int copies)
    {
        received += trial.received();
        // copies are duplicates to the sink: which of them came twice it cannot tell
        duplicates += 1 == copies ? trial.duplicates() : 0;
        reordered += 1 == copies ? trial.reordered() : 0;
        corrupt += trial.corrupt();
        sinkDrops += trial.sinkDrops();
        softnetDrops += trial.softnetDrops();
    }

    /**
     * @return for people.
     */
    String line()
    {
        return String.format(Locale.ROOT,
            "Of %,d datagrams that arrived in all runs, %,d came twice, %,d out of order, %,d were changed. Beside the " +
            "relay, %,d had no room in the sink's socket and %,d packets none in the kernel's backlog.",
            received, duplicates, reordered, corrupt, sinkDrops, softnetDrops);
    }
}
