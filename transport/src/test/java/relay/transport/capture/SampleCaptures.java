package relay.transport.capture;

import static java.nio.ByteOrder.BIG_ENDIAN;
import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static relay.transport.capture.Frames.TYPE_IPV4;
import static relay.transport.capture.Frames.TYPE_IPV6;
import static relay.transport.capture.Frames.UDP;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Small captures of every format and link type, with records that are skipped among them: what is cut, mutated and
 * given to the fuzzer. Run as a program, it writes the fuzzer's corpus.
 */
final class SampleCaptures
{
    static final Path CORPUS = Path.of(
        "src", "test", "resources", "relay", "transport", "capture", "CaptureFuzzTestInputs", "shouldReadAnyBytes");

    private static final byte[] IPV4 = Frames.ipv4("239.1.1.1", Frames.udp(5_000, "four"));
    private static final byte[] IPV6 = Frames.ipv6("ff15::1", 0, Frames.extension(60, 1,
        Frames.extension(44, 0, Frames.fragment(UDP, 0, Frames.udp(6_000, "six")))));

    private SampleCaptures()
    {
    }

    /**
     * @param args where to; {@link #CORPUS} is meant, seen from the module.
     */
    public static void main(final String[] args) throws IOException
    {
        final Path directory = Files.createDirectories(Path.of(args[0]));
        for (final Map.Entry<String, byte[]> sample : all().entrySet())
        {
            Files.write(directory.resolve(sample.getKey()), sample.getValue());
        }
    }

    /** @return by name. */
    static Map<String, byte[]> all()
    {
        final Map<String, byte[]> samples = new LinkedHashMap<>();
        samples.put("us-le.pcap", ethernet(TestCapture.pcap(1)).bytes());
        samples.put("ns-be.pcap", ethernet(TestCapture.pcap(TestCapture.MAGIC_NS, BIG_ENDIAN, 1)).bytes());
        samples.put("modified.pcap", ethernet(TestCapture.pcap(TestCapture.MAGIC_MODIFIED, LITTLE_ENDIAN, 1)).bytes());
        samples.put("us-be.pcap.gz", ethernet(TestCapture.pcap(TestCapture.MAGIC_US, BIG_ENDIAN, 1)).gzip());
        samples.put("sll.pcap", TestCapture.pcap(113).record(Frames.sll(TYPE_IPV4, IPV4)).bytes());
        samples.put("sll2.pcap", TestCapture.pcap(276).record(Frames.sll2(TYPE_IPV6, IPV6)).bytes());
        samples.put("null.pcap", TestCapture.pcap(0).record(Frames.family(0x1E00_0000, IPV6)).bytes());
        samples.put("loop.pcap", TestCapture.pcap(108).record(Frames.family(2, IPV4)).bytes());
        samples.put("raw.pcap", TestCapture.pcap(101).record(IPV4).record(IPV6).record(new byte[0]).bytes());
        samples.put("ipv6.pcap", TestCapture.pcap(229).record(IPV6).bytes());
        samples.put("wifi.pcap", TestCapture.pcap(105).record(IPV4).bytes());
        samples.put("le.pcapng", blocks(TestCapture.pcapng(LITTLE_ENDIAN)).bytes());
        samples.put("be-le.pcapng", blocks(blocks(TestCapture.pcapng(BIG_ENDIAN)).section(LITTLE_ENDIAN)).bytes());
        return samples;
    }

    private static TestCapture ethernet(final TestCapture capture)
    {
        final byte[] tagged = Frames.ethernet(TYPE_IPV4, IPV4, 0x88A8, 0x8100);
        return capture
            .record(1_700_000_000, 1, Frames.datagram("one"), 60)
            .record(1_700_000_000, 2, tagged, tagged.length)
            .record(Frames.ethernet(TYPE_IPV6, IPV6))
            .record(Frames.ethernet(0x0806, new byte[46]))
            .record(Frames.ethernet(TYPE_IPV4, Frames.withShort(IPV4, 6, 0x2000)))
            .record(Frames.ethernet(TYPE_IPV4, Frames.withByte(IPV4, 9, 6)))
            .record(Frames.ethernet(TYPE_IPV4, Frames.withShort(IPV4, 2, 19)))
            .record(1_700_000_001, 3, Arrays.copyOf(tagged, 45), tagged.length);
    }

    private static TestCapture blocks(final TestCapture capture)
    {
        return capture
            .networkInterface(1, 0, capture.option(2, (byte)'e'), capture.resolution(9), capture.option(0))
            .networkInterface(101, 256, capture.resolution(0x94), capture.timeOffset(-5))
            .enhanced(0, 1_700_000_000_000_000_001L, Frames.datagram("one"), 60)
            .block(5, new byte[12])
            .obsolete(1, 1L << 50, IPV4)
            .simple(Frames.datagram("three"), Frames.datagram("three").length)
            .enhanced(1, 1L << 51, IPV6, IPV6.length);
    }
}
