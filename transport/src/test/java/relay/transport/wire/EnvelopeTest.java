package relay.transport.wire;

import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import relay.transport.endpoint.HostPort;

class EnvelopeTest
{
    /** Version 2 on the wire. It never changes: another layout gets another version. */
    private static final String GOLDEN = golden("0200", "0000", "cafe");

    /** A train of three datagrams, of which the last is shorter. */
    private static final String GOLDEN_TRAIN = golden("0500", "0200", "cafecafeba");

    private final Envelope envelope = new Envelope();

    @Test
    void shouldWriteTheGoldenBytes() throws UnknownHostException
    {
        final byte[] bytes = new byte[Envelope.LENGTH + 2];
        Arrays.fill(bytes, (byte)0x77); // a buffer that was used before
        final UnsafeBuffer buffer = new UnsafeBuffer(bytes);
        envelope.wrap(buffer, 0)
            .begin(2)
            .hopCount(3)
            .origin(0x12345678, 0x060504030201L, 0xDEADBEEF, 0x01020304)
            .arrival(0x1112131415161718L, 0x2122232425262728L)
            .source(hostPort("10.1.1.7", 5001))
            .destination(hostPort("ff05::1234", 26_475));
        buffer.putBytes(Envelope.LENGTH, HexFormat.of().parseHex("cafe"));

        assertEquals(GOLDEN, HexFormat.of().formatHex(bytes));
    }

    @Test
    void shouldReadTheGoldenBytes()
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(HexFormat.of().parseHex(GOLDEN));

        assertEquals(Envelope.VALID, Envelope.check(buffer, 0, buffer.capacity()));
        envelope.wrap(buffer, 0);
        assertEquals(2, envelope.payloadLength());
        assertEquals(2, envelope.segmentLength());
        assertEquals(1, envelope.segmentCount());
        assertFields();
    }

    @Test
    void shouldReadAndWriteATrain()
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(HexFormat.of().parseHex(GOLDEN_TRAIN));

        assertEquals(Envelope.VALID, Envelope.check(buffer, 0, buffer.capacity()));
        envelope.wrap(buffer, 0);
        assertEquals(5, envelope.payloadLength());
        assertEquals(2, envelope.segmentLength());
        assertEquals(3, envelope.segmentCount());
        assertFields();

        envelope.payload(2, 2).payload(5, 2);
        assertEquals(GOLDEN_TRAIN, HexFormat.of().formatHex(buffer.byteArray()));
    }

    @Test
    void shouldAllowOtherRecordsAfterIt()
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(HexFormat.of().parseHex(GOLDEN_TRAIN + GOLDEN_TRAIN));
        assertEquals(Envelope.VALID, Envelope.check(buffer, 0, buffer.capacity()));
        assertEquals(Envelope.VALID, Envelope.check(buffer, 85, 85));
        assertEquals(Envelope.BAD_LENGTH, Envelope.check(buffer, 85, 84));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0, 0", "65535, 0, 0", "2, 1, 0", "64, 1, 0", "65535, 1024, 0", "65535, 65534, 0", // 1..64 datagrams
        "0, 1, -4", "1, 1, -4", "5, 5, -4", "5, 6, -4", "5, 65535, -4", // longer than all of it
        "65, 1, -4", "65535, 1, -4", "65535, 1023, -4"}) // more than 64 datagrams
    void shouldRefuseSegmentsThatMakeNoTrain(final int payloadLength, final int segmentLength, final int expected)
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[Envelope.LENGTH + payloadLength]);
        envelope.wrap(buffer, 0).begin(payloadLength);
        buffer.putShort(30, (short)segmentLength, LITTLE_ENDIAN);
        assertEquals(expected, Envelope.check(buffer, 0, buffer.capacity()));
    }

    @Test
    void shouldTellWhatOneEnvelopeCannotStandFor() throws UnknownHostException
    {
        final UnsafeBuffer one = new UnsafeBuffer(HexFormat.of().parseHex(GOLDEN));
        final UnsafeBuffer two = new UnsafeBuffer(HexFormat.of().parseHex("00" + GOLDEN_TRAIN));
        envelope.wrap(two, 1).sequence(-1);
        assertTrue(Envelope.isAlike(one, 0, two, 1));
        for (int offset = 0; offset < Envelope.LENGTH; offset++)
        {
            for (int bit = 0; bit < 8; bit++)
            {
                final boolean isLength = 6 == offset || 7 == offset || 30 == offset || 31 == offset;
                final boolean isSequence = offset >= 32 && offset < 40;
                one.putByte(offset, (byte)(one.getByte(offset) ^ 1 << bit));
                assertEquals(isLength || isSequence, Envelope.isAlike(one, 0, two, 1), "offset " + offset);
                one.putByte(offset, (byte)(one.getByte(offset) ^ 1 << bit));
            }
        }
    }

    private void assertFields()
    {
        assertEquals(3, envelope.hopCount());
        assertEquals(0x12345678, envelope.origin());
        assertEquals(0xDEADBEEF, envelope.flow());
        assertEquals(0x01020304, envelope.trafficClass());
        assertEquals(5001, envelope.sourcePort());
        assertEquals(26_475, envelope.destinationPort());
        assertEquals(0x060504030201L, envelope.bootEpochMs());
        assertEquals(0x1112131415161718L, envelope.sequence());
        assertEquals(0x2122232425262728L, envelope.arrivalEpochNs());
        assertEquals(0, envelope.sourceHigh());
        assertEquals(0x0000_FFFF_0A01_0107L, envelope.sourceLow());
        assertEquals(0xFF05_0000_0000_0000L, envelope.destinationHigh());
        assertEquals(0x1234, envelope.destinationLow());
    }

    @Test
    void shouldHaveEachFieldAtItsDocumentedOffset() throws UnknownHostException
    {
        final HostPort ones = hostPort("ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", 65_535);
        assertFieldAt(4, 1, e -> e.hopCount(255));
        assertFieldAt(8, 4, e -> e.origin(-1, 0, 0, 0));
        assertFieldAt(12, 4, e -> e.origin(0, 0, -1, 0));
        assertFieldAt(16, 4, e -> e.origin(0, 0, 0, -1));
        assertFieldAt(24, 6, e -> e.origin(0, -1, 0, 0));
        assertFieldAt(32, 8, e -> e.arrival(-1, 0));
        assertFieldAt(32, 8, e -> e.sequence(-1));
        assertFieldAt(40, 8, e -> e.arrival(0, -1));
        assertFieldsAt(new int[] {20, 48}, new int[] {2, 16}, e -> e.source(ones));
        assertFieldsAt(new int[] {22, 64}, new int[] {2, 16}, e -> e.destination(ones));
        assertEquals(80, Envelope.LENGTH);
    }

    @Test
    void shouldKeepUnsignedFieldsUnsigned()
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[Envelope.LENGTH + 65_535]);
        envelope.wrap(buffer, 0).begin(65_535).hopCount(255);

        assertEquals(65_535, envelope.payloadLength());
        assertEquals(255, envelope.hopCount());
        assertEquals(Envelope.VALID, Envelope.check(buffer, 0, buffer.capacity()));
    }

    @ParameterizedTest
    @CsvSource({
        "0, -1", "1, -1", "79, -1", // shorter than an envelope
        "80, -4", "81, -4", "83, -1", // less payload than it says; longer than the buffer
        "-1, -1", "-31, -1", "-2147483648, -1", "2147483584, -1", "2147483647, -1"})
    void shouldRefuseLengths(final int length, final int expected)
    {
        assertEquals(expected, Envelope.check(golden(), 0, length));
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, -80, 1, 2, 80, Integer.MIN_VALUE, Integer.MAX_VALUE})
    void shouldRefuseOffsetsOutsideTheBuffer(final int offset)
    {
        assertEquals(Envelope.RUNT, Envelope.check(golden(), offset, 82));
        assertEquals(Envelope.RUNT, Envelope.check(golden(), offset, Integer.MAX_VALUE));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0x53, -2", "1, 0x58, -2", // magic
        "2, 0, -3", "2, 1, -3", "2, 3, -3", "2, 0xFF, -3", // version
        "3, 1, -3", "3, 0x80, -3", // flags: none are known
        "6, 3, -4", "7, 1, -4", "7, 0x80, -4", // payload length
        "30, 2, -4", "31, 1, -4"}) // segment length
    void shouldSayWhatIsWrong(final int offset, final String value, final int expected)
    {
        final UnsafeBuffer buffer = golden();
        buffer.putByte(offset, (byte)(int)Integer.decode(value));
        assertEquals(expected, Envelope.check(buffer, 0, 82));
    }

    /**
     * Hop count and the reserved byte, 4 and 5, may have any value: the first is judged by who knows the limit, the
     * second is for versions that will use it. A payload may be shorter than the message: bit 49 makes it empty. Any
     * other bit of the first eight bytes matters.
     */
    @Test
    void shouldNoticeEachFlippedBitOfTheFixedFields()
    {
        for (int bit = 0; bit < 64; bit++)
        {
            final UnsafeBuffer buffer = golden();
            final int offset = bit / 8;
            buffer.putByte(offset, (byte)(buffer.getByte(offset) ^ 1 << bit % 8));
            final boolean isFree = 4 == offset || 5 == offset || 49 == bit;
            assertEquals(isFree, Envelope.VALID == Envelope.check(buffer, 0, 82), "bit " + bit);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 20_261_123, -77})
    void shouldJudgeAnyBytesWithoutReadingOutside(final long seed)
    {
        final SplittableRandom random = new SplittableRandom(seed);
        final byte[] bytes = new byte[200];
        for (int i = 0; i < 100_000; i++)
        {
            random.nextBytes(bytes);
            final int capacity = random.nextInt(bytes.length + 1);
            final UnsafeBuffer buffer = new UnsafeBuffer(bytes, 0, capacity); // reads beyond it throw
            final int offset = random.nextInt(4) > 0 ? 0 : random.nextInt();
            final int length = random.nextInt(4) > 0 ? random.nextInt(bytes.length + 1) : random.nextInt();
            if (random.nextBoolean() && capacity >= Envelope.LENGTH)
            {
                // so that the later checks are reached too
                envelope.wrap(buffer, 0).begin(0).payload(random.nextInt(120), random.nextInt(150));
            }
            final String where = "seed " + seed + " step " + i;
            if (Envelope.VALID == Envelope.check(buffer, offset, length))
            {
                assertTrue(offset >= 0 && length >= Envelope.LENGTH && length <= capacity - offset, where);
                envelope.wrap(buffer, offset);
                final int payloadLength = envelope.payloadLength();
                assertTrue(payloadLength <= length - Envelope.LENGTH, where);
                final int count = envelope.segmentCount();
                final int segmentLength = envelope.segmentLength();
                assertTrue(count >= 1 && count <= Envelope.SEGMENT_COUNT_MAX, where);
                assertTrue(count * segmentLength >= payloadLength, where);
                assertTrue(1 == count || (count - 1) * segmentLength < payloadLength, where);
            }
        }
    }

    @Test
    void shouldLeaveWhatLiesAroundItAlone() throws UnknownHostException
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[Envelope.LENGTH + 20]);
        envelope.wrap(buffer, 10).begin(-1).hopCount(-1).origin(-1, -1, -1, -1).arrival(-1, -1)
            .source(hostPort("10.1.1.7", 1)).destination(hostPort("10.1.1.7", 1));
        final byte[] around = new byte[20];
        buffer.getBytes(0, around, 0, 10);
        buffer.getBytes(10 + Envelope.LENGTH, around, 10, 10);
        assertArrayEquals(new byte[20], around);
    }

    private void assertFieldAt(final int offset, final int length, final Consumer<Envelope> write)
    {
        assertFieldsAt(new int[] {offset}, new int[] {length}, write);
    }

    private void assertFieldsAt(
        final int[] offsets, final int[] lengths, final Consumer<Envelope> write)
    {
        final byte[] bytes = new byte[Envelope.LENGTH];
        write.accept(envelope.wrap(new UnsafeBuffer(bytes), 0));
        final byte[] expected = new byte[Envelope.LENGTH];
        for (int i = 0; i < offsets.length; i++)
        {
            Arrays.fill(expected, offsets[i], offsets[i] + lengths[i], (byte)-1);
        }
        assertArrayEquals(expected, bytes);
    }

    private static String golden(
        final String payloadLength, final String segmentLength, final String payload)
    {
        return "52590200" +                         // magic, version, flags
            "03" + "00" + payloadLength +           // hop count, reserved, payload length
            "78563412" +                            // origin
            "efbeadde" +                            // flow
            "04030201" +                            // traffic class
            "8913" + "6b67" +                       // source port 5001, destination port 26475
            "010203040506" + segmentLength +        // boot epoch, segment length
            "1817161514131211" +                    // sequence
            "2827262524232221" +                    // arrival
            "00000000000000000000ffff0a010107" +    // ::ffff:10.1.1.7
            "ff050000000000000000000000001234" +    // ff05::1234
            payload;
    }

    private static UnsafeBuffer golden()
    {
        return new UnsafeBuffer(HexFormat.of().parseHex(GOLDEN));
    }

    private static HostPort hostPort(final String host, final int port) throws UnknownHostException
    {
        final HostPort hostPort = new HostPort();
        hostPort.set(new InetSocketAddress(InetAddress.getByName(host), port));
        return hostPort;
    }
}
