package relay.pipeline.feed;

import relay.transport.DatagramBatch;

/**
 * The header of MoldUDP64 (Nasdaq, MoldUDP64 Protocol Specification 1.00): the number of the first message, and how
 * many there are. Heartbeats and the end of the session have none, and tell the next number.
 *
 * <pre>
 *    0         10       18      20
 *    | session | number | count | messages ...
 * </pre>
 */
final class MoldUdp64Key extends SequenceKey
{
    private static final int HEADER_LENGTH = 20;
    private static final int SESSION_TAIL_OFFSET = 8;
    private static final int NUMBER_OFFSET = 10;
    private static final int COUNT_OFFSET = 18;
    /** Of each message, even an empty one: its length. */
    private static final int MESSAGE_LENGTH_MIN = 2;
    private static final int HEARTBEAT = 0;
    private static final int END_OF_SESSION = 0xFFFF;

    MoldUdp64Key()
    {
        super(Long.SIZE);
    }

    @Override
    int read(final DatagramBatch batch, final int index)
    {
        if (batch.length(index) < HEADER_LENGTH)
        {
            return UNKEYED;
        }
        sessionHigh = batch.bits(index, 0, Long.BYTES);
        sessionLow = batch.bits(index, SESSION_TAIL_OFFSET, Short.BYTES);
        number = bigEndian(batch, index, NUMBER_OFFSET, Long.BYTES);
        count = (int)bigEndian(batch, index, COUNT_OFFSET, Short.BYTES);
        if (HEARTBEAT == count || END_OF_SESSION == count)
        {
            return EXPECTED;
        }
        return count <= (batch.length(index) - HEADER_LENGTH) / MESSAGE_LENGTH_MIN ? KEYED : UNKEYED;
    }
}
