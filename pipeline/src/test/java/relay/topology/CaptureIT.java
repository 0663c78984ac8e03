package relay.topology;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static relay.topology.LedgerAssert.assertRelayed;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import relay.tools.capture.Captures;
import relay.transport.capture.CaptureReader;

/**
 * Real traffic: the multicast datagrams of captures go through two relays, drawn at {@link Line}, and every payload
 * arrives as it was. For where the captures are, see {@link Captures}.
 */
@NetnsTest
class CaptureIT
{
    private static final String RATE = "5000";
    private static final long REPLAY_TIMEOUT_NS = TimeUnit.SECONDS.toNanos(30);

    /**
     * mDNS, HSRP, LLMNR, radar, routing, PGM, SSDP, market data, PTP, DHCPv6, MPEG-TS on a VLAN, file transfer, cars,
     * houses.
     */
    private static final List<String> FILES = List.of(
        "DnsPackets_mdns.pcap", "HSRP_coup.pcap", "IgmpPackets.pcap", "PIM-DM_pruning.pcap",
        "asterix_cat_034_048.pcap", "babel_rfc6126bis.pcap", "epgm_zmtp1.pcap", "gnutella_ssdp_wsd.pcap",
        "iex_tops16.pcap", "pcpp_example2.pcap", "ptp.pcap", "suricata_llmnr_dhcpv6_mixed.pcap",
        "tsduck_test-162_ts_vlan.pcap", "uftp_v4_v5.pcap", "SomeIpSd_vlan.pcapng", "flute_alc.pcapng",
        "knxip_multi_if.pcapng", "tsduck_test-107_wsd.pcapng");

    /**
     * One group of a capture.
     *
     * @param host      address as in a URI.
     * @param port      of it.
     * @param datagrams that were sent to it.
     * @param digest    over all of them.
     */
    private record Group(String host, int port, long datagrams, String digest)
    {
        private static Group of(final Report group)
        {
            final String text = group.text("dst");
            final int colon = text.lastIndexOf(':');
            return new Group(text.substring(0, colon), Integer.parseInt(text.substring(colon + 1)),
                group.count("datagrams"), group.text("stream_sha256"));
        }

        private String uri(final String networkInterface)
        {
            return "udp://" + host + ":" + port + "?interface=" + networkInterface;
        }

        private Stream<String> arguments()
        {
            return Stream.of(host.replace("[", "").replace("]", ""), Integer.toString(port));
        }
    }

    /**
     * Eighteen captures one after the other; the far relay sends each datagram to the group that it was first sent to.
     *
     * <pre>
     *   source --37 groups, 7 of IPv6--> near ==Aeron==> far --the same groups--> sink, and relay record
     *          14,036                             14,036
     * </pre>
     */
    @Test
    void shouldRelayRealTrafficUnchanged(final Topology topology) throws IOException
    {
        final Path captures = Captures.directory();
        final JsonObject expected =
            JsonParser.parseString(Files.readString(captures.resolve(Captures.EXPECTED))).getAsJsonObject();
        final Line line = new Line(topology, 1_500);
        line.far = line.b.relay("far",
            """
            %RELAY%
            flows: { near: { from: "aeron:udp?endpoint=10.99.2.2:40123", to: [lan] } }
            destinations: { lan: { to: "udp://original?interface=sink" } }
            """);
        line.near = line.a.relay("near",
            """
            %RELAY%
            flows:
            %FLOWS%
            destinations: { far: { to: "aeron:udp?endpoint=10.99.2.2:40123" } }
            """.replace("%FLOWS%", flows(expected)));
        line.near.awaitRunning();
        line.far.awaitRunning().awaitSenders(1);
        final Path recorded = line.sinkHost.file("recorded.pcapng");
        final Child recorder = record(line.sinkHost, uris(expected, "b"), recorded);

        long sent = 0;
        for (final String file : FILES)
        {
            sent += replay(line, captures.resolve(file), groups(expected, file));
        }

        assertRelayed(line.near.stop(), sent);
        assertRelayed(line.far.stop(), sent);
        final Report report = recorder.stop().report();
        assertEquals(sent, report.count("written"), () -> "what was recorded: " + report.json());
        assertEquals(0, report.count("dropped"));
        assertEquals(
            digests(FILES.stream().map(captures::resolve).toList()), digests(List.of(recorded)), "recorded again");
    }

    private static Child record(final Host host, final Set<String> uris, final Path file)
    {
        final List<String> command = host.relayCommand();
        command.addAll(List.of("record", "--json", "--interval", "0s", "--duration", "170s", "--out", file.toString()));
        uris.forEach(uri -> command.addAll(List.of("--from", uri)));
        final Child recorder = host.start("record", command);
        recorder.awaitLog("listening to ");
        return recorder;
    }

    /** @return datagrams of each group, and the SHA-256 over length and payload of each, of all files as one. */
    private static Map<String, String> digests(final List<Path> files) throws IOException
    {
        final Map<String, MessageDigest> digests = new TreeMap<>();
        final Map<String, Integer> counts = new TreeMap<>();
        for (final Path file : files)
        {
            try (CaptureReader reader = CaptureReader.open(file))
            {
                while (reader.next())
                {
                    if (reader.isMulticast())
                    {
                        final ByteBuffer bytes = ByteBuffer.allocate(Integer.BYTES + reader.payloadLength());
                        bytes.putInt(reader.payloadLength());
                        reader.buffer().getBytes(reader.payloadOffset(), bytes, reader.payloadLength());
                        digests.computeIfAbsent(reader.destinationText(), ignore -> sha256()).update(bytes.array());
                        counts.merge(reader.destinationText(), 1, Integer::sum);
                    }
                }
            }
        }
        final Map<String, String> texts = new TreeMap<>();
        digests.forEach((group, digest) ->
            texts.put(group, counts.get(group) + " " + HexFormat.of().formatHex(digest.digest())));
        return texts;
    }

    private static MessageDigest sha256()
    {
        try
        {
            return MessageDigest.getInstance("SHA-256");
        }
        catch (final NoSuchAlgorithmException ex)
        {
            throw new AssertionError(ex);
        }
    }

    private static long replay(final Line line, final Path file, final List<Group> groups)
    {
        final long datagrams = groups.stream().mapToLong(Group::datagrams).sum();
        final Child sink = line.sinkHost.java(CaptureSink.class, Stream.concat(
            Stream.of("b", Long.toString(datagrams)), groups.stream().flatMap(Group::arguments))
            .toArray(String[]::new));
        sink.awaitLog("listening");
        final List<String> command = line.source.relayCommand();
        command.addAll(List.of("replay", file.toString(), "--to", "udp://original?interface=a", "--filter", "multicast",
            "--pps", RATE, "--warm-up", "0s", "--interval", "0s", "--json"));
        final Child source = line.source.start("replay", command);
        source.awaitExit(0, REPLAY_TIMEOUT_NS);
        assertEquals(datagrams, source.report().count("sent"), () -> "datagrams sent of " + file);
        final List<String> lines = new ArrayList<>();
        for (int i = 0; i < groups.size(); i++)
        {
            lines.add(i + " " + groups.get(i).datagrams() + " " + groups.get(i).digest());
        }
        sink.awaitExit(0, REPLAY_TIMEOUT_NS);
        assertEquals(lines, sink.outLines(), () -> "datagrams and digests of " + file + ", " + groups);
        return datagrams;
    }

    private static String flows(final JsonObject expected)
    {
        final StringBuilder flows = new StringBuilder();
        for (final String uri : uris(expected, "source"))
        {
            flows.append("  flow-").append(flows.length()).append(": { from: \"").append(uri)
                .append("\", to: [far] }\n");
        }
        return flows.toString();
    }

    private static Set<String> uris(final JsonObject expected, final String networkInterface)
    {
        final Set<String> uris = new TreeSet<>();
        FILES.forEach(file -> groups(expected, file).forEach(group -> uris.add(group.uri(networkInterface))));
        return uris;
    }

    private static List<Group> groups(final JsonObject expected, final String file)
    {
        return new Report(file, expected.getAsJsonObject(file)).list("mcast", "groups").stream()
            .map(Group::of).toList();
    }
}
