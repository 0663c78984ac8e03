package relay.perf.bench;

import java.util.List;

/**
 * A Relay with so many of something.
 *
 * @param axis   of what, in the plural.
 * @param count  of it, from 1.
 * @param relay  with so many.
 * @param groups that traffic is spread over where it is spread.
 * @param ports  of each of these groups, the same.
 */
record Step(String axis, int count, Contestant relay, int groups, int ports)
{
    private static final int LENGTH = 1_000;

    /**
     * @param load to send.
     * @return the datagrams of that.
     */
    Workload workload(final Load load)
    {
        return new Workload(
            load.name(), List.of(LENGTH), load.isSpread() ? groups : 1, load.isSpread() ? ports : 1, load.isSegmented(), 1);
    }

    /**
     * @param other on the same axis.
     * @return whether the same traffic reaches both where it is spread.
     */
    boolean isSentAlike(final Step other)
    {
        return groups == other.groups && ports == other.ports;
    }

    String title()
    {
        return count + " " + axis;
    }
}
