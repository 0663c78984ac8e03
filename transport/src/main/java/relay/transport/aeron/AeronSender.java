package relay.transport.aeron;

import io.aeron.AeronCounters;
import io.aeron.ExclusivePublication;
import io.aeron.Publication;
import org.agrona.concurrent.status.CountersReader;
import relay.pool.Packet;
import relay.transport.PacketBatch;
import relay.transport.PacketSender;
import relay.transport.SendOutcome;
import relay.transport.wire.Envelope;

/**
 * Offers packets, envelope first, to one Aeron publication. Used by one egress thread.
 */
public final class AeronSender implements PacketSender
{
    private final ExclusivePublication publication;
    private final CountersReader counters;
    private final int maxMessageLength;

    AeronSender(final ExclusivePublication publication, final CountersReader counters)
    {
        this.publication = publication;
        this.counters = counters;
        maxMessageLength = publication.maxMessageLength();
    }

    @Override
    public void send(final PacketBatch batch)
    {
        for (int i = batch.first(); i < batch.size(); i++)
        {
            if (batch.isWaiting(i))
            {
                final SendOutcome outcome = send(batch.packet(i));
                if (SendOutcome.BACK_PRESSURED == outcome)
                {
                    return;
                }
                batch.outcome(i, outcome);
            }
        }
    }

    private SendOutcome send(final Packet packet)
    {
        final int length = Envelope.LENGTH + packet.length();
        if (length > maxMessageLength)
        {
            return SendOutcome.TOO_LONG;
        }
        final long result = publication.offer(packet.buffer(), packet.headerOffset(), length);
        if (result > 0)
        {
            return SendOutcome.SENT;
        }
        if (Publication.BACK_PRESSURED == result || Publication.ADMIN_ACTION == result)
        {
            return SendOutcome.BACK_PRESSURED;
        }
        return Publication.NOT_CONNECTED == result ? SendOutcome.NOT_CONNECTED : SendOutcome.FAILED;
    }

    /**
     * May be called from any thread.
     *
     * @return whether a subscriber was heard of lately.
     */
    public boolean isConnected()
    {
        return publication.isConnected();
    }

    /**
     * May be called from any thread.
     *
     * @return bytes of the log that the driver has not yet sent; 0 when the publication or its counter is gone.
     */
    public long unsentBytes()
    {
        final long position = publication.position();
        final int counterId = counters.findByTypeIdAndRegistrationId(
            AeronCounters.DRIVER_SENDER_POSITION_TYPE_ID, publication.registrationId());
        if (position < 0 || CountersReader.NULL_COUNTER_ID == counterId)
        {
            return 0;
        }
        return Math.max(0, position - counters.getCounterValue(counterId));
    }

    @Override
    public String description()
    {
        return publication.channel() + " stream " + publication.streamId() + " session " + publication.sessionId() +
            ", messages up to " + maxMessageLength + " B in frames of " + publication.maxPayloadLength() + " B";
    }

    @Override
    public void close()
    {
        publication.close();
    }
}
