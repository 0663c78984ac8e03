package relay.pipeline.feed;

import java.security.SecureRandom;
import org.agrona.concurrent.status.CountersManager;
import relay.config.FeedConfig;
import relay.config.FeedKey;
import relay.transport.DatagramBatch;

/**
 * A feed at work: channel i of each leg, which is the i-th of its addresses and ports, is arbitrated with channel i of
 * the others. Belongs to the ingress thread; its ledger may be read by any.
 */
public final class Feed
{
    private final FeedConfig config;
    private final FeedLedger ledger;
    private final Arbiter[] channels;

    /**
     * Takes all the memory that it will need.
     *
     * @param config       as configured.
     * @param channelCount addresses times ports of each leg.
     * @param counters     where its counters are made.
     */
    public Feed(final FeedConfig config, final int channelCount, final CountersManager counters)
    {
        this.config = config;
        ledger = new FeedLedger(config.name(), config.legs(), counters);
        channels = new Arbiter[channelCount];
        final long seed = new SecureRandom().nextLong();
        for (int i = 0; i < channelCount; i++)
        {
            channels[i] = FeedKey.Kind.HASH == config.key().kind() ?
                new HashArbiter(new PayloadHash(seed), config.windowNs(), config.legs().size(), ledger) :
                new SequenceArbiter(
                    SequenceKey.of(config.key()), config.windowLength(), config.legs().size(), ledger);
        }
    }

    public FeedConfig config()
    {
        return config;
    }

    public FeedLedger ledger()
    {
        return ledger;
    }

    /**
     * @param flow name of a flow.
     * @return the leg that it is, or null.
     */
    public FeedLeg leg(final String flow)
    {
        final int leg = config.legs().indexOf(flow);
        return leg < 0 ? null : new FeedLeg(this, leg);
    }

    /**
     * Called from the ingress thread, once a duty cycle.
     */
    public void onDutyCycleEnd()
    {
        ledger.onDutyCycleEnd();
    }

    boolean isDuplicate(
        final DatagramBatch batch, final int index, final int leg, final int channel, final long nowNs)
    {
        ledger.onArrived(leg);
        final boolean isDuplicate = channels[channel].isDuplicate(batch, index, leg, nowNs);
        if (isDuplicate)
        {
            ledger.onDuplicate();
        }
        return isDuplicate;
    }

    void onAdmitted(final int channel)
    {
        channels[channel].onAdmitted();
        ledger.onForwarded();
    }
}
