package relay.transport.aeron;

import io.aeron.logbuffer.FragmentHandler;
import io.aeron.logbuffer.FrameDescriptor;
import io.aeron.logbuffer.Header;
import io.aeron.protocol.DataHeaderFlyweight;
import org.agrona.BitUtil;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import relay.transport.wire.Envelope;

/**
 * Turns fragments into messages and trusts none of them. Aeron's Java driver up to 1.52 hands on frames with whatever
 * length an attacker wrote, and Aeron's own assembler would allocate for it: here each fragment is checked against the
 * buffer it claims to lie in, a message against the longest datagram, and anything else is counted and dropped.
 */
final class Reassembler implements FragmentHandler
{
    private static final int MAX_MESSAGE_LENGTH = Envelope.LENGTH + 65_535;

    private final UnsafeBuffer message = new UnsafeBuffer(new byte[MAX_MESSAGE_LENGTH]);
    private MessageHandler handler;
    private int messageLength;
    private int expectedTermOffset;
    private boolean isAssembling;
    private long malformed;

    /**
     * @param handler of whole messages, for the calls that follow.
     * @return this.
     */
    Reassembler to(final MessageHandler handler)
    {
        this.handler = handler;
        return this;
    }

    @Override
    public void onFragment(final DirectBuffer buffer, final int offset, final int length, final Header header)
    {
        if (length < 0 || length > MAX_MESSAGE_LENGTH || offset < 0 || offset > buffer.capacity() - length)
        {
            drop();
            return;
        }
        final byte flags = header.flags();
        final boolean isBegin = (flags & FrameDescriptor.BEGIN_FRAG_FLAG) != 0;
        final boolean isEnd = (flags & FrameDescriptor.END_FRAG_FLAG) != 0;
        if (isBegin && isEnd)
        {
            if (isAssembling)
            {
                drop();
            }
            handler.onMessage(buffer, offset, length);
        }
        else
        {
            assemble(buffer, offset, length, header.termOffset(), isBegin, isEnd);
        }
    }

    /**
     * @return fragments and unfinished messages that were dropped.
     */
    long malformed()
    {
        return malformed;
    }

    private void assemble(
        final DirectBuffer buffer,
        final int offset,
        final int length,
        final int termOffset,
        final boolean isBegin,
        final boolean isEnd)
    {
        if (isBegin)
        {
            if (isAssembling)
            {
                drop();
            }
            isAssembling = true;
            messageLength = 0;
        }
        else if (!isAssembling)
        {
            return; // the rest of a message that began before we joined, or that was dropped
        }
        else if (termOffset != expectedTermOffset || messageLength + length > MAX_MESSAGE_LENGTH)
        {
            drop();
            return;
        }
        message.putBytes(messageLength, buffer, offset, length);
        messageLength += length;
        expectedTermOffset = termOffset +
            BitUtil.align(DataHeaderFlyweight.HEADER_LENGTH + length, FrameDescriptor.FRAME_ALIGNMENT);
        if (isEnd)
        {
            isAssembling = false;
            handler.onMessage(message, 0, messageLength);
        }
    }

    private void drop()
    {
        malformed++;
        isAssembling = false;
    }
}
