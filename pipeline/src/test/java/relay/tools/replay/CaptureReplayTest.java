package relay.tools.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import relay.tools.paced.Schedule;
import relay.transport.capture.SkipReason;

class CaptureReplayTest
{
    private static final long EPOCH = 1_763_888_400_000_000_000L;
    private static final long GAP_LIMIT = 5_000_000_000L;
    private static final InetSocketAddress TARGET = new InetSocketAddress("239.9.9.9", 6_000);

    @TempDir
    private Path directory;
    private DatagramFilter filter = DatagramFilter.ALL;
    private ReplayPace pace = ReplayPace.captured(Factor.ONE);
    private ReplayRoute route = ReplayRoute.to(TARGET);
    private long start = 1;
    private long count = Long.MAX_VALUE;
    private long passes = 1;
    private int cut;
    private CaptureReplay replay;

    @Test
    void shouldReplayAllToOnePlaceAtTheCapturedTimes() throws IOException
    {
        assertEquals(List.of("one 0", "two 100", "host 200", "v6 1200", "one 1200", "host6 1400"), replay());
        assertSame(TARGET, replay.destination());
        assertEquals(7, replay.records());
        assertEquals(6, replay.datagrams());
        assertEquals(6, replay.replayed());
        assertEquals(1, replay.skipped(SkipReason.NON_UDP));
        assertEquals(1, replay.backward());
        assertEquals(1, replay.passes());
        assertEquals(1, route.destinations());
        assertNull(replay.error());
        assertEquals("pcap-ns-be", replay.format());
        assertFalse(replay.next());
    }

    @Test
    void shouldKeepWhatWasSentToHostsFromThem() throws IOException
    {
        route = ReplayRoute.original(List.of(), false);
        assertEquals(List.of("one 0 239.1.1.1:5000", "two 100 239.1.1.2:5000", "v6 1200 [ff15::1]:5000",
            "one 1200 239.1.1.1:5000"), replayTo());
        assertEquals(2, route.hosts());
        assertEquals(3, route.destinations());
        assertEquals(6, replay.datagrams());
        assertEquals(4, replay.replayed());
    }

    @Test
    void shouldSendToHostsWhenAsked() throws IOException
    {
        route = ReplayRoute.original(List.of(), true);
        assertEquals(6, replayTo().size());
        assertEquals(0, route.hosts());
        assertEquals(CaptureWriter.address("[fd00::9]:5000"), replay.destination());
    }

    @Test
    void shouldMapWithTheFirstThatMatches() throws IOException
    {
        route = ReplayRoute.original(List.of(AddressMap.parse("239.1.1.1=239.7.7.7:7000"),
            AddressMap.parse("239.1.1.0/24=239.8.8.0/24"), AddressMap.parse("10.1.1.8=239.1.1.1"),
            AddressMap.parse("ff15::/64=ff05::/64")), false);
        assertEquals(List.of("one 0 239.7.7.7:7000", "two 100 239.8.8.2:5000", "host 200 239.1.1.1:5000",
            "v6 1200 [ff05::1]:5000", "one 1200 239.7.7.7:7000"), replayTo());
        assertEquals(1, route.hosts());
    }

    @Test
    void shouldRefuseTooManyDestinations() throws IOException
    {
        final CaptureWriter writer = new CaptureWriter();
        for (int i = 0; i < ReplayRoute.DESTINATIONS_MAX + 5; i++)
        {
            writer.add(EPOCH + i, "239.1." + (i >> 8) + "." + (i & 0xFF) + ":5000", new byte[1]);
        }
        writer.add(EPOCH + 100_000, "239.1.0.0:5000", new byte[1]);
        route = ReplayRoute.original(List.of(), false);
        assertEquals(ReplayRoute.DESTINATIONS_MAX + 1, replay(writer).size());
        assertEquals(5, route.refused());
    }

    @Test
    void shouldCountWhatTheFilterKeepsOutAndTimeWhatPasses() throws IOException
    {
        filter = DatagramFilter.parse(List.of("not dst 239.1.1.1"));
        assertEquals(List.of("two 0", "host 100", "v6 1100", "host6 1300"), replay());
        assertEquals(2, replay.filtered());
        assertEquals(0, replay.backward());
    }

    @Test
    void shouldCountFromTheStartOfThoseThatGo() throws IOException
    {
        filter = DatagramFilter.parse(List.of("multicast"));
        start = 2;
        count = 2;
        assertEquals(List.of("two 0", "v6 1100"), replay());
        assertEquals(1, replay.beforeStart());
        assertEquals(2, replay.replayed());
        assertEquals(1, replay.filtered());
        start = 5;
        assertEquals(List.of(), replay());
        assertEquals(4, replay.beforeStart());
    }

    @Test
    void shouldRepeat() throws IOException
    {
        passes = 3;
        start = 2;
        count = 2;
        assertEquals(List.of("two 0", "host 100", "two 200", "host 300", "two 400", "host 500"), replay());
        assertEquals(3, replay.passes());
        assertEquals(3, replay.beforeStart());
        assertEquals(6, replay.replayed());
        assertEquals(9, replay.datagrams());
        assertEquals(12, replay.records());
    }

    @Test
    void shouldRepeatForEverUnlessNothingGoes() throws IOException
    {
        passes = 0;
        open(capture());
        for (int i = 0; i < 1_000; i++)
        {
            assertTrue(replay.next());
        }
        assertEquals(167, replay.passes());
        assertEquals(1_000, replay.replayed());
        replay.close();
        filter = DatagramFilter.parse(List.of("port 9"));
        assertEquals(List.of(), replay());
        assertEquals(1, replay.passes());
    }

    @Test
    void shouldEndEachPassWhereTheFileIsDamaged() throws IOException
    {
        cut = 1;
        passes = 2;
        assertEquals(10, replay().size());
        assertEquals("offset 343: record is cut: 52 of 53 bytes are left", replay.error());
        assertEquals(12, replay.records());
        assertEquals(2, replay.skipped(SkipReason.NON_UDP));
    }

    @Test
    void shouldEndWhenTheFileIsGone() throws IOException
    {
        passes = 0;
        open(capture());
        Files.delete(directory.resolve("a.pcap"));
        int replayed = 0;
        while (replay.next())
        {
            replayed++;
        }
        assertEquals(6, replayed);
        assertEquals("cannot be read again: no such file or directory", replay.error());
        assertEquals(1, replay.passes());
        assertEquals(6, replay.datagrams());
        assertEquals(7, replay.records());
        assertEquals(1, replay.skipped(SkipReason.NON_UDP));
        replay.close();
    }

    @Test
    void shouldLookForNoMoreWhenItIsStopped() throws IOException
    {
        passes = 0;
        open(capture());
        assertTrue(replay.next());
        replay.stop();
        assertFalse(replay.next());
        assertEquals(1, replay.datagrams());
        replay.close();
    }

    @Test
    void shouldReplayNothingOfWhatIsNoCapture() throws IOException
    {
        Files.writeString(directory.resolve("a.pcap"), "no capture, but long enough");
        passes = 0;
        assertEquals(List.of(), read());
        assertEquals("offset 0: is neither pcap nor pcapng", replay.error());
    }

    @Test
    void shouldKeepOtherPaces() throws IOException
    {
        pace = ReplayPace.captured(Factor.parse("2x"));
        assertEquals(List.of("one 0", "two 50", "host 100", "v6 600", "one 600", "host6 700"), replay());
        pace = ReplayPace.captured(Factor.parse("0.1x"));
        assertEquals(List.of("one 0", "two 1000", "host 2000", "v6 12000", "one 12000", "host6 14000"), replay());
        pace = ReplayPace.steady(Schedule.rate(1_000_000));
        assertEquals(List.of("one 0", "two 1000", "host 2000", "v6 3000", "one 4000", "host6 5000"), replay());
        pace = ReplayPace.steady(Schedule.bitRate(8_000_000)); // 1 us a byte: 3, 3, 4, 2, 3
        assertEquals(List.of("one 0", "two 3000", "host 6000", "v6 10000", "one 12000", "host6 15000"), replay());
        pace = ReplayPace.unpaced();
        assertEquals(List.of("one 0", "two 0", "host 0", "v6 0", "one 0", "host6 0"), replay());
        pace = ReplayPace.steady(Schedule.rate(1_000_000)).with(BurstScale.parse("3x/1us/every 2us"));
        // 3 us of the traffic in the first of every two, 1 us in the second
        assertEquals(List.of("one 0", "two 333", "host 666", "v6 1000", "one 2000", "host6 2333"), replay());
    }

    private CaptureWriter capture()
    {
        return new CaptureWriter()
            .add(EPOCH, "239.1.1.1:5000", text("one"))
            .add(EPOCH + 100, "239.1.1.2:5000", text("two"))
            .addOther(EPOCH + 150)
            .add(EPOCH + 200, "10.1.1.8:5000", text("host"))
            .add(EPOCH + 1_200, "[ff15::1]:5000", text("v6"))
            .add(EPOCH + 1_100, "239.1.1.1:5000", text("one"))
            .add(EPOCH + 1_400, "[fd00::9]:5000", text("host6"));
    }

    private List<String> replay() throws IOException
    {
        return replay(capture());
    }

    private List<String> replay(final CaptureWriter writer) throws IOException
    {
        writer.write(directory.resolve("a.pcap"), cut);
        return read();
    }

    private List<String> read() throws IOException
    {
        openFile();
        final List<String> found = new ArrayList<>();
        while (replay.next())
        {
            found.add(payload() + " " + replay.dueNs());
        }
        replay.close();
        return found;
    }

    private List<String> replayTo() throws IOException
    {
        open(capture());
        final List<String> found = new ArrayList<>();
        while (replay.next())
        {
            final InetSocketAddress to = replay.destination();
            final String host = to.getAddress().getHostAddress().replace(":0:0:0:0:0:0:", "::");
            found.add(payload() + " " + replay.dueNs() + " " + (host.contains(":") ? "[" + host + "]" : host) + ":" +
                to.getPort());
        }
        replay.close();
        return found;
    }

    private void open(final CaptureWriter writer) throws IOException
    {
        writer.write(directory.resolve("a.pcap"), cut);
        openFile();
    }

    private void openFile() throws IOException
    {
        replay = CaptureReplay.open(
            new ReplayPlan(directory.resolve("a.pcap"), filter, pace, GAP_LIMIT, start, count, passes), route);
    }

    private String payload()
    {
        return replay.buffer().getStringWithoutLengthAscii(replay.offset(), replay.length());
    }

    private static byte[] text(final String text)
    {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
