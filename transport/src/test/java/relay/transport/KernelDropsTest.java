package relay.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.InetSocketAddress;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KernelDropsTest
{
    static final String HEADER = "   sl  local_address rem_address   st tx_queue rx_queue tr tm->when " +
        "retrnsmt   uid  timeout inode ref pointer drops\n";

    @TempDir
    private Path process;

    @Test
    void shouldAddUpTheSocketsOfThisProcessOnly() throws Exception
    {
        assumeTrue(ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN, "the sample table is little-endian");
        Files.createDirectories(process.resolve("fd"));
        Files.createDirectories(process.resolve("net"));
        Files.createSymbolicLink(process.resolve("fd/0"), process.resolve("net/udp"));
        Files.createSymbolicLink(process.resolve("fd/7"), Path.of("socket:[4711]"));
        Files.createSymbolicLink(process.resolve("fd/8"), Path.of("socket:[4712]"));
        Files.createSymbolicLink(process.resolve("fd/9"), Path.of("socket:[4714]"));
        Files.writeString(process.resolve("net/udp"), HEADER +
            row("010177EF:1388", "00000000:0000", 4711, 5) +
            row("010177EF:1388", "00000000:0000", 4712, 7) +
            row("010177EF:1388", "00000000:0000", 4713, 1_000));
        Files.writeString(process.resolve("net/udp6"), HEADER +
            row("000015FF000000000000000001007700:1389", "0".repeat(32) + ":0000", 4714, 3));

        final KernelDrops drops = new KernelDrops(new SocketTable(process));
        assertTrue(drops.refresh());

        assertEquals(12, drops.drops(new InetSocketAddress("239.119.1.1", 5_000)));
        assertEquals(3, drops.drops(new InetSocketAddress("ff15::77:1", 5_001)));
        assertEquals(KernelDrops.UNKNOWN, drops.drops(new InetSocketAddress("239.119.1.1", 5_001)));
        assertEquals(15, drops.total());
    }

    @Test
    void shouldKnowNothingWhereThereIsNoProc()
    {
        final KernelDrops drops = new KernelDrops(new SocketTable(process.resolve("absent")));

        assertFalse(drops.refresh());
        assertEquals(KernelDrops.UNKNOWN, drops.drops(new InetSocketAddress("239.119.1.1", 5_000)));
        assertEquals(0, drops.total());
    }

    static String row(final String local, final String remote, final int inode, final int drops)
    {
        return "  123: " + local + " " + remote + " 07 00000000:00000000 00:00000000 00000000     0        0 " +
            inode + " 2 0000000000000000 " + drops + "\n";
    }
}
