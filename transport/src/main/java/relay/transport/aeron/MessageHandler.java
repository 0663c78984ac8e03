package relay.transport.aeron;

import org.agrona.DirectBuffer;

/**
 * Called for each message, on the thread that polls the receiver.
 */
@FunctionalInterface
public interface MessageHandler
{
    /**
     * @param buffer that holds the message; valid during the call only.
     * @param offset of the message.
     * @param length of the message in bytes; inside the buffer, otherwise unchecked.
     * @return how many datagrams it was, to count against the limit of the poll.
     */
    int onMessage(DirectBuffer buffer, int offset, int length);
}
