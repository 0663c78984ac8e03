package relay.transport;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static relay.transport.KernelDropsTest.HEADER;
import static relay.transport.KernelDropsTest.row;

import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SocketTableTest
{
    @TempDir
    private Path process;

    @Test
    void shouldTellWildcardsOfAnotherProcess() throws Exception
    {
        assumeTrue(ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN, "the sample table is little-endian");
        Files.createDirectories(process.resolve("fd"));
        Files.createDirectories(process.resolve("net"));
        Files.createSymbolicLink(process.resolve("fd/7"), Path.of("socket:[4711]"));
        Files.writeString(process.resolve("net/udp"), HEADER +
            row("00000000:1388", "00000000:0000", 4711, 0) +
            row("0100007F:1389", "00000000:0000", 4712, 0) +
            row("00000000:138A", "00000000:0000", 4713, 0));
        final SocketTable table = new SocketTable(process);

        assertFalse(table.isWildcardOfAnother(5_000), "our own");
        assertFalse(table.isWildcardOfAnother(5_001), "of one address");
        assertTrue(table.isWildcardOfAnother(5_002));
        assertFalse(table.isWildcardOfAnother(5_003));
        Files.writeString(process.resolve("net/udp6"), HEADER + row("0".repeat(32) + ":1388", "0".repeat(32), 4714, 0));
        assertTrue(table.isWildcardOfAnother(5_000), "one of both families");
        assertTrue(new SocketTable(process.resolve("absent")).isWildcardOfAnother(5_000), "not known");
    }
}
