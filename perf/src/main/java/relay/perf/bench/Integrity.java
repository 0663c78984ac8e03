package relay.perf.bench;

import java.util.Locale;
import relay.perf.topology.Trial;

/**
 * Datagrams of all runs that arrived as they may not, or were lost beside the relay.
 */
record Integrity(
    long received, long duplicates, long reordered, long corrupt, long sinkDrops, long softnetDrops)
{
    static final Integrity NONE = new Integrity(0, 0, 0, 0, 0, 0);

    /** Adds a trial; where the sink should get several copies of each datagram, duplicates and order mean nothing. */
    Integrity with(final Trial trial, final int copies)
    {
        return new Integrity(received + trial.received(), duplicates + (1 == copies ? trial.duplicates() : 0),
            reordered + (1 == copies ? trial.reordered() : 0), corrupt + trial.corrupt(),
            sinkDrops + trial.sinkDrops(), softnetDrops + trial.softnetDrops());
    }

    String line()
    {
        return String.format(Locale.ROOT,
            "Of %,d datagrams that arrived in all runs, %,d came twice, %,d out of order, %,d were changed. Beside " +
            "the relay, %,d had no room in the sink's socket and %,d packets none in the kernel's backlog.",
            received, duplicates, reordered, corrupt, sinkDrops, softnetDrops);
    }
}
