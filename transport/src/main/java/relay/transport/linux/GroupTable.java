package relay.transport.linux;

import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import org.agrona.BitUtil;
import relay.transport.endpoint.HostPort;

/**
 * Finds which of the groups of a socket an address is, in a few nanoseconds: open addressing, half empty at least.
 * Never changes.
 */
final class GroupTable
{
    /** It is none of them. */
    static final int NONE = -1;

    // by slot; NONE for a free one
    private final int[] indexes;
    private final long[] highs;
    private final long[] lows;
    private final int mask;

    /**
     * @param groups of one port; their indexes are what is found.
     */
    GroupTable(final List<InetSocketAddress> groups)
    {
        final int capacity = BitUtil.findNextPositivePowerOfTwo(2 * groups.size());
        indexes = new int[capacity];
        highs = new long[capacity];
        lows = new long[capacity];
        mask = capacity - 1;
        Arrays.fill(indexes, NONE);
        final HostPort group = new HostPort();
        for (int i = 0; i < groups.size(); i++)
        {
            group.set(groups.get(i));
            final int slot = slot(group.high(), group.low());
            indexes[slot] = i;
            highs[slot] = group.high();
            lows[slot] = group.low();
        }
    }

    /**
     * @param address whose port does not matter.
     * @return index of the group, or {@link #NONE}.
     */
    int find(final HostPort address)
    {
        return indexes[slot(address.high(), address.low())];
    }

    /**
     * @return the slot of an address, or the free one where it would be.
     */
    private int slot(final long high, final long low)
    {
        // addresses in a row differ in few bits: spread them
        int slot = (int)((high ^ low) * 0x9E37_79B9_7F4A_7C15L >>> Integer.SIZE) & mask;
        while (NONE != indexes[slot] && (lows[slot] != low || highs[slot] != high))
        {
            slot = slot + 1 & mask;
        }
        return slot;
    }
}
