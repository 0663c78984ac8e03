package relay.pipeline.feed;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.status.CountersManager;
import org.agrona.concurrent.status.CountersReader;
import relay.config.FeedConfig;
import relay.config.FeedKey;
import relay.transport.DatagramBatch;

/**
 * A feed whose datagrams and clock come from the test.
 */
final class TestFeed
{
    private static final int COUNTERS = 64;
    private static final int POSTED_LENGTH = 1_500;

    final Feed feed;
    final FeedLedger ledger;
    final List<FeedLeg> legs = new ArrayList<>();
    long nowNs = 1_000_000_000_000L;
    private final DatagramBatch batch = new DatagramBatch(1);
    private final UnsafeBuffer posted = new UnsafeBuffer(ByteBuffer.allocateDirect(POSTED_LENGTH));

    TestFeed(final FeedKey key, final int legCount)
    {
        this(FeedConfig.of("f", List.of(), key), legCount);
    }

    TestFeed(final FeedConfig config, final int legCount)
    {
        final List<String> names = List.of("a", "b", "c", "d", "e", "f", "g", "h").subList(0, legCount);
        feed = new Feed(new FeedConfig(config.name(), names, config.key(), config.windowLength(), config.windowNs()), 2,
            new CountersManager(
                new UnsafeBuffer(ByteBuffer.allocateDirect(COUNTERS * CountersReader.METADATA_LENGTH)),
                new UnsafeBuffer(ByteBuffer.allocateDirect(COUNTERS * CountersReader.COUNTER_LENGTH))));
        ledger = feed.ledger();
        names.forEach(name -> legs.add(feed.leg(name)));
    }

    /**
     * @return whether the datagram was passed on.
     */
    boolean put(final int leg, final byte[] payload)
    {
        return put(leg, 0, payload, payload.length, true);
    }

    /**
     * @param inPosted     how many of its bytes are in its posted buffer.
     * @param isAdmitted whether there is a buffer for it.
     * @return whether it was no duplicate.
     */
    boolean put(final int leg, final int channel, final byte[] payload, final int inPosted, final boolean isAdmitted)
    {
        batch.resetPosted(posted, POSTED_LENGTH);
        batch.addPosted(0);
        posted.putBytes(0, payload, 0, inPosted);
        batch.spill().putBytes(0, payload, inPosted, payload.length - inPosted);
        batch.onReceived(0, inPosted, payload.length, payload.length);
        final boolean isDuplicate = legs.get(leg).isDuplicate(batch, 0, channel, nowNs);
        if (!isDuplicate && isAdmitted)
        {
            legs.get(leg).onAdmitted(channel);
        }
        return !isDuplicate;
    }

    static byte[] rtp(final int number, final int ssrc)
    {
        return ByteBuffer.allocate(12 + 4).put((byte)0x80).put((byte)33).putShort((short)number).putInt(7).putInt(ssrc)
            .array();
    }

    static byte[] mold(final String session, final long number, final int count)
    {
        final int messages = 0xFFFF == count ? 0 : count;
        return ByteBuffer.allocate(20 + 2 * messages).put(session.getBytes(StandardCharsets.US_ASCII))
            .putLong(number).putShort((short)count).array();
    }

    static byte[] cme(final long number)
    {
        return ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN).putInt((int)number).putLong(99).array();
    }

    /** A number of 8 bytes, little-endian, after 4 others. */
    static byte[] field(final long number)
    {
        return ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN).putInt(-1).putLong(number).array();
    }
}
