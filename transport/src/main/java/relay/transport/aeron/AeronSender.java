package relay.transport.aeron;

import io.aeron.AeronCounters;
import io.aeron.ExclusivePublication;
import io.aeron.Publication;
import io.aeron.logbuffer.BufferClaim;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.status.CountersReader;
import relay.pool.Packet;
import relay.transport.PacketBatch;
import relay.transport.PacketSender;
import relay.transport.SendOutcome;
import relay.transport.wire.Envelope;

/**
 * Puts packets into messages and those into the log of one Aeron publication. Whatever waits is gone, or refused, when
 * {@link #send} returns: a message is filled with what there is, never kept to be filled later. Used by one egress
 * thread.
 */
public final class AeronSender implements PacketSender
{
    /** What the receiving side gets to ask for what was lost at the very end; heartbeats come every 100 ms. */
    private static final long LINGER_NS = TimeUnit.MILLISECONDS.toNanos(250);

    private final ExclusivePublication publication;
    private final CountersReader counters;
    private final MessagePacker packer;
    private final BufferClaim claim = new BufferClaim();
    private final UnsafeBuffer message;
    private final int frameLength;
    private final int batchLength;

    /**
     * @param publication to write to.
     * @param counters    of its driver.
     * @param batchLength how long a message may get by putting datagrams together; 0 for as much as one frame holds.
     */
    AeronSender(final ExclusivePublication publication, final CountersReader counters, final int batchLength)
    {
        this.publication = publication;
        this.counters = counters;
        frameLength = publication.maxPayloadLength();
        this.batchLength = Math.min(0 == batchLength ? frameLength : batchLength, publication.maxMessageLength());
        packer = new MessagePacker(this.batchLength, publication.maxMessageLength());
        message = new UnsafeBuffer(new byte[Math.max(Envelope.LENGTH, this.batchLength)]);
    }

    @Override
    public void send(final PacketBatch batch)
    {
        while (publication.availableWindow() > 0) // or a message would be planned, even written, for nothing
        {
            final int length = packer.plan(batch);
            if (0 == length)
            {
                return;
            }
            final long result = write(batch, length);
            if (result < 0)
            {
                refuse(batch, result);
                return;
            }
            packer.onSent(batch);
        }
        refuse(batch, whyNoWindow());
    }

    /** A subscriber was heard of lately. */
    @Override
    public boolean isConnected()
    {
        return publication.isConnected();
    }

    /** The driver has sent the whole log. */
    @Override
    public boolean isDrained()
    {
        return 0 == unsentBytes();
    }

    @Override
    public long lingerNs()
    {
        return isConnected() ? LINGER_NS : 0;
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
            ", datagrams together up to " + batchLength + " B in frames of " + frameLength + " B";
    }

    @Override
    public void close()
    {
        publication.close();
    }

    private long write(final PacketBatch batch, final int length)
    {
        final long result = tryWrite(batch, length);
        // the log went on to its next term, which has room
        return Publication.ADMIN_ACTION == result ? tryWrite(batch, length) : result;
    }

    private long tryWrite(final PacketBatch batch, final int length)
    {
        if (length <= frameLength)
        {
            final long result = publication.tryClaim(length, claim);
            if (result > 0)
            {
                packer.write(batch, claim.buffer(), claim.offset());
                claim.commit();
            }
            return result;
        }
        if (packer.isOnePiece())
        {
            packer.writeEnvelope(batch, message);
            final Packet packet = packer.firstPacket(batch);
            return publication.offer(message, 0, Envelope.LENGTH,
                packet.buffer(), packer.payloadOffset(batch), length - Envelope.LENGTH);
        }
        packer.write(batch, message, 0);
        return publication.offer(message, 0, length);
    }

    private long whyNoWindow()
    {
        if (publication.isClosed())
        {
            return Publication.CLOSED;
        }
        return publication.isConnected() ? Publication.BACK_PRESSURED : Publication.NOT_CONNECTED;
    }

    private static void refuse(final PacketBatch batch, final long result)
    {
        if (Publication.BACK_PRESSURED == result || Publication.ADMIN_ACTION == result)
        {
            return;
        }
        final SendOutcome outcome = Publication.NOT_CONNECTED == result ?
            SendOutcome.NOT_CONNECTED : SendOutcome.FAILED;
        for (int i = batch.first(); i < batch.size(); i++)
        {
            if (batch.isWaiting(i))
            {
                batch.outcome(i, outcome);
            }
        }
    }
}
