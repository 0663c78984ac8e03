package relay.transport.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a reader finds, as text.
 */
final class Datagrams
{
    private Datagrams()
    {
    }

    /** @return "NANOSECONDS DESTINATION PAYLOAD" of each datagram, to the end. */
    static List<String> of(final CaptureReader reader)
    {
        final List<String> found = new ArrayList<>();
        while (reader.next())
        {
            found.add((reader.isTimed() ? reader.epochNs() : "untimed") + " " + reader.destinationText() + " " +
                payload(reader));
        }
        return found;
    }

    static String payload(final CaptureReader reader)
    {
        final byte[] payload = new byte[reader.payloadLength()];
        reader.buffer().getBytes(reader.payloadOffset(), payload);
        return new String(payload, StandardCharsets.ISO_8859_1);
    }

    static Map<String, Long> skipped(final CaptureReader reader)
    {
        final Map<String, Long> skipped = new TreeMap<>();
        long sum = reader.datagrams();
        for (final SkipReason reason : SkipReason.values())
        {
            sum += reader.skipped(reason);
            if (reader.skipped(reason) > 0)
            {
                skipped.put(reason.key(), reader.skipped(reason));
            }
        }
        assertEquals(reader.records(), sum, "every record is a datagram or skipped for a reason");
        return skipped;
    }
}
