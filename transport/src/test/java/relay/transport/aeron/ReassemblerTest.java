package relay.transport.aeron;

import static io.aeron.logbuffer.FrameDescriptor.BEGIN_FRAG_FLAG;
import static io.aeron.logbuffer.FrameDescriptor.END_FRAG_FLAG;
import static io.aeron.logbuffer.FrameDescriptor.UNFRAGMENTED;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aeron.logbuffer.ControlledFragmentHandler.Action;
import io.aeron.logbuffer.Header;
import io.aeron.protocol.DataHeaderFlyweight;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.agrona.BitUtil;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import relay.transport.wire.Envelope;

/**
 * Frames are laid out in a term buffer as the driver would, honest or forged.
 */
class ReassemblerTest
{
    private static final int HEADER_LENGTH = DataHeaderFlyweight.HEADER_LENGTH;
    private static final int MESSAGE_LENGTH_MAX = Envelope.MESSAGE_LENGTH_MAX;
    private static final byte BEGIN = BEGIN_FRAG_FLAG;
    private static final byte MIDDLE = 0;
    private static final byte END = END_FRAG_FLAG;

    private final UnsafeBuffer term = new UnsafeBuffer(new byte[1 << 19]);
    private final DataHeaderFlyweight frame = new DataHeaderFlyweight();
    private final Header header = new Header(0, 19);
    private final List<byte[]> messages = new ArrayList<>();
    private final Reassembler reassembler = new Reassembler().to((buffer, offset, length) ->
    {
        final byte[] message = new byte[length];
        buffer.getBytes(offset, message);
        messages.add(message);
        return 3;
    }, Integer.MAX_VALUE);
    private int tail;

    @Test
    void shouldHandOnAWholeMessageInPlace()
    {
        fragment(UNFRAGMENTED, bytes(100, 1));
        assertReceived(bytes(100, 1));
        assertEquals(0, reassembler.malformed());
    }

    @Test
    void shouldHandOnAnEmptyMessage()
    {
        fragment(UNFRAGMENTED, new byte[0]);
        assertReceived(new byte[0]);
    }

    @Test
    void shouldJoinFragments()
    {
        fragment(BEGIN, bytes(1_376, 1));
        fragment(MIDDLE, bytes(1_376, 2));
        fragment(END, bytes(7, 3));
        assertReceived(concat(bytes(1_376, 1), bytes(1_376, 2), bytes(7, 3)));
        assertEquals(0, reassembler.malformed());
    }

    @Test
    void shouldJoinTheLongestMessage()
    {
        final int first = MESSAGE_LENGTH_MAX - 1_000;
        fragment(BEGIN, bytes(first, 1));
        fragment(END, bytes(1_000, 2));
        assertReceived(concat(bytes(first, 1), bytes(1_000, 2)));
    }

    @ParameterizedTest
    @ValueSource(ints = {2_147_483_584, Integer.MAX_VALUE, -31, -1, Integer.MIN_VALUE, MESSAGE_LENGTH_MAX + 1})
    void shouldDropAForgedLengthAndGoOn(final int length)
    {
        for (final byte flags : new byte[] {UNFRAGMENTED, BEGIN, MIDDLE, END})
        {
            final long malformed = reassembler.malformed();
            layFrame(0, flags, 64);
            reassembler.onFragment(term, HEADER_LENGTH, length, header);
            assertEquals(malformed + 1, reassembler.malformed(), "flags " + flags);
            shouldHandOnTheNextMessages();
        }
    }

    @Test
    void shouldDropAFragmentThatEndsOutsideItsBuffer()
    {
        layFrame(0, UNFRAGMENTED, 64);
        reassembler.onFragment(term, term.capacity() - 63, 64, header);
        reassembler.onFragment(term, -1, 64, header);
        reassembler.onFragment(term, Integer.MIN_VALUE, 0, header);
        reassembler.onFragment(term, Integer.MAX_VALUE, 64, header);
        assertEquals(4, reassembler.malformed());
        shouldHandOnTheNextMessages();
    }

    @Test
    void shouldDropAMessageWhoseFragmentIsNotTheNextInTheTerm()
    {
        fragment(BEGIN, bytes(1_000, 1));
        tail += 1_056; // one frame is missing
        fragment(MIDDLE, bytes(1_000, 2));
        fragment(END, bytes(10, 3)); // the rest of a dropped message is not counted again
        assertEquals(1, reassembler.malformed());
        assertTrue(messages.isEmpty());
        shouldHandOnTheNextMessages();
    }

    @Test
    void shouldDropAMessageWhoseFragmentComesTwice()
    {
        fragment(BEGIN, bytes(1_000, 1));
        final int offset = tail;
        fragment(MIDDLE, bytes(1_000, 2));
        tail = offset;
        fragment(MIDDLE, bytes(1_000, 2));
        assertEquals(1, reassembler.malformed());
        fragment(END, bytes(1_000, 2));
        assertTrue(messages.isEmpty());
        shouldHandOnTheNextMessages();
    }

    @Test
    void shouldPassOverTheRestOfAMessageThatBeganBeforeWeJoined()
    {
        fragment(MIDDLE, bytes(1_000, 1));
        fragment(END, bytes(1_000, 2));
        assertEquals(0, reassembler.malformed());
        assertTrue(messages.isEmpty());
        shouldHandOnTheNextMessages();
    }

    @Test
    void shouldDropAMessageThatDoesNotEndBeforeTheNextBegins()
    {
        fragment(BEGIN, bytes(1_000, 1));
        fragment(BEGIN, bytes(1_000, 2));
        fragment(END, bytes(10, 3));
        assertEquals(1, reassembler.malformed());
        assertReceived(concat(bytes(1_000, 2), bytes(10, 3)));
    }

    @Test
    void shouldCountAMessageThatAWholeOneInterrupts()
    {
        fragment(BEGIN, bytes(1_000, 1));
        fragment(UNFRAGMENTED, bytes(50, 2));
        fragment(END, bytes(10, 3));
        assertEquals(1, reassembler.malformed());
        assertReceived(bytes(50, 2));
    }

    @Test
    void shouldDropAMessageThatGrowsTooLong()
    {
        fragment(BEGIN, bytes(MESSAGE_LENGTH_MAX - 1_000, 1));
        fragment(END, bytes(1_001, 2));
        assertEquals(1, reassembler.malformed());
        assertTrue(messages.isEmpty());
        shouldHandOnTheNextMessages();
    }

    @Test
    void shouldEndThePollWithTheMessageThatReachesTheLimit()
    {
        reassembler.to((buffer, offset, length) -> length, 10);
        assertEquals(Action.CONTINUE, fragment(UNFRAGMENTED, bytes(4, 1)));
        assertEquals(Action.CONTINUE, fragment(BEGIN, bytes(5, 1)));
        assertEquals(Action.CONTINUE, fragment(MIDDLE, bytes(5, 1)));
        assertEquals(Action.BREAK, fragment(END, bytes(5, 1)));
        assertEquals(19, reassembler.datagrams());

        reassembler.to((buffer, offset, length) -> length, 10);
        assertEquals(Action.CONTINUE, fragment(UNFRAGMENTED, bytes(9, 1)));
        assertEquals(9, reassembler.datagrams());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 20_261_123, -77})
    void shouldSurviveAnyFragments(final long seed)
    {
        final SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 200_000; i++)
        {
            final int termOffset = random.nextInt(4) * 1_056;
            final int length = random.nextInt(3) > 0 ? 1_000 : random.nextInt();
            final int offset = random.nextInt(5) > 0 ? termOffset + HEADER_LENGTH : random.nextInt();
            layFrame(termOffset, (byte)random.nextInt(256), length);
            final int before = messages.size();
            final long malformed = reassembler.malformed();
            reassembler.onFragment(term, offset, length, header);
            final String where = "seed " + seed + " step " + i;
            assertTrue(messages.size() + reassembler.malformed() - before - malformed <= 2, where);
            if (messages.size() > before)
            {
                assertTrue(messages.removeLast().length <= MESSAGE_LENGTH_MAX, where);
            }
        }
        layFrame(0, MIDDLE, -1);
        reassembler.onFragment(term, HEADER_LENGTH, -1, header); // ends what was left half done
        shouldHandOnTheNextMessages();
    }

    private void shouldHandOnTheNextMessages()
    {
        messages.clear();
        tail = 0;
        final long malformed = reassembler.malformed();
        fragment(BEGIN, bytes(500, 7));
        fragment(END, bytes(30, 8));
        fragment(UNFRAGMENTED, bytes(20, 9));
        assertEquals(2, messages.size());
        assertArrayEquals(concat(bytes(500, 7), bytes(30, 8)), messages.get(0));
        assertArrayEquals(bytes(20, 9), messages.get(1));
        assertEquals(malformed, reassembler.malformed());
        messages.clear();
        tail = 0;
    }

    private Action fragment(final byte flags, final byte[] payload)
    {
        layFrame(tail, flags, payload.length);
        term.putBytes(tail + HEADER_LENGTH, payload);
        final Action action = reassembler.onFragment(term, tail + HEADER_LENGTH, payload.length, header);
        tail += BitUtil.align(HEADER_LENGTH + payload.length, 32);
        return action;
    }

    private void layFrame(final int termOffset, final byte flags, final int length)
    {
        frame.wrap(term, termOffset, HEADER_LENGTH);
        frame.termOffset(termOffset).frameLength(HEADER_LENGTH + length).flags(flags);
        header.buffer(term);
        header.offset(termOffset);
    }

    private void assertReceived(final byte[] expected)
    {
        assertEquals(1, messages.size());
        assertArrayEquals(expected, messages.getFirst());
    }

    private static byte[] bytes(final int length, final int value)
    {
        final byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte)value);
        return bytes;
    }

    private static byte[] concat(final byte[]... parts)
    {
        int length = 0;
        byte[] whole = new byte[0];
        for (final byte[] part : parts)
        {
            whole = Arrays.copyOf(whole, length + part.length);
            System.arraycopy(part, 0, whole, length, part.length);
            length += part.length;
        }
        return whole;
    }
}
