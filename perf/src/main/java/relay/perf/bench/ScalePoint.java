package relay.perf.bench;

import java.util.List;
import relay.perf.topology.Peer;
import relay.perf.topology.Workload;

/**
 * A Relay with a number of flows, groups or destinations.
 *
 * @param axis   counted things, in the plural.
 * @param count  of them, from 1.
 * @param relay  that has them.
 * @param groups that traffic is spread over where it is spread.
 * @param ports  of each of these groups, the same.
 */
record ScalePoint(String axis, int count, Peer relay, int groups, int ports)
{
    private static final int LENGTH = 1_000;

    /** The datagrams of a load. */
    Workload workload(final Load load)
    {
        return new Workload(load.name(), List.of(LENGTH), load.isSpread() ? groups : 1, load.isSpread() ? ports : 1,
            load.isSegmented(), 1);
    }

    /** Whether the same traffic reaches both where it is spread. */
    boolean isSentAlike(final ScalePoint other)
    {
        return groups == other.groups && ports == other.ports;
    }

    String title()
    {
        return count + " " + axis;
    }
}
