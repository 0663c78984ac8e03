package relay.transport.aeron;

import io.aeron.logbuffer.ControlledFragmentHandler;
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
 * buffer it claims to lie in, a message against the longest that a relay sends, and anything else is counted and
 * dropped. A poll ends after the message with which its limit of datagrams is reached.
 */
final class Reassembler implements ControlledFragmentHandler
{
    private static final int MAX_MESSAGE_LENGTH = Envelope.MESSAGE_LENGTH_MAX;

    private final UnsafeBuffer message = new UnsafeBuffer(new byte[MAX_MESSAGE_LENGTH]);
    private MessageHandler handler;
    private int messageLength;
    private int expectedTermOffset;
    private boolean isAssembling;
    private long malformed;
    private int datagrams;
    private int limit;

    /**
     * Begins a poll.
     *
     * @param handler of whole messages, for the calls that follow.
     * @param limit   of datagrams.
     * @return this.
     */
    Reassembler to(final MessageHandler handler, final int limit)
    {
        this.handler = handler;
        this.limit = limit;
        datagrams = 0;
        return this;
    }

    @Override
    public Action onFragment(final DirectBuffer buffer, final int offset, final int length, final Header header)
    {
        accept(buffer, offset, length, header);
        return datagrams < limit ? Action.CONTINUE : Action.BREAK;
    }

    /**
     * @return datagrams that were handed on since the poll began.
     */
    int datagrams()
    {
        return datagrams;
    }

    /**
     * @return fragments and unfinished messages that were dropped.
     */
    long malformed()
    {
        return malformed;
    }

    private void accept(final DirectBuffer buffer, final int offset, final int length, final Header header)
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
            datagrams += handler.onMessage(buffer, offset, length);
        }
        else
        {
            assemble(buffer, offset, length, header.termOffset(), isBegin, isEnd);
        }
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
            datagrams += handler.onMessage(message, 0, messageLength);
        }
    }

    private void drop()
    {
        malformed++;
        isAssembling = false;
    }
}
