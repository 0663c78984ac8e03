package relay.transport.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import relay.transport.endpoint.HostPort;

class GroupTableTest
{
    private final HostPort address = new HostPort();

    @Test
    void shouldFindWhatIsThereAndNothingElse() throws Exception
    {
        final long seed = System.nanoTime();
        final SplittableRandom random = new SplittableRandom(seed);
        for (int round = 0; round < 200; round++)
        {
            final boolean isIpv4 = random.nextBoolean();
            final int spread = 1 + random.nextInt(500);
            final Set<InetSocketAddress> distinct = new LinkedHashSet<>();
            final int count = 1 + random.nextInt(300);
            for (int i = 0; i < count; i++)
            {
                distinct.add(group(isIpv4, random.nextInt(spread)));
            }
            final List<InetSocketAddress> groups = new ArrayList<>(distinct);
            final GroupTable table = new GroupTable(groups);
            for (int i = 0; i < 2 * spread; i++)
            {
                final InetSocketAddress wanted = group(isIpv4, i);
                address.set(wanted);
                assertEquals(groups.indexOf(wanted), table.find(address), "seed " + seed + " round " + round);
            }
        }
    }

    @Test
    void shouldNotFindWhatIsNotKnown()
    {
        address.set(0, 0, 0);
        assertEquals(GroupTable.NONE, new GroupTable(List.of(new InetSocketAddress("239.1.1.1", 5_000))).find(address));
    }

    private static InetSocketAddress group(final boolean isIpv4, final int number) throws Exception
    {
        final byte[] bytes = isIpv4 ?
            ByteBuffer.allocate(Integer.BYTES).putInt(0xEF01_0000 + number).array() :
            ByteBuffer.allocate(2 * Long.BYTES).putLong(0xFF15_0000_0000_0000L + (number & 1)).putLong(number).array();
        return new InetSocketAddress(InetAddress.getByAddress(bytes), 5_000);
    }
}
