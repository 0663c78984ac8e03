package relay.pipeline.ingress;

import relay.pool.Lane;
import relay.pool.SizeClass;
import relay.transport.DatagramBatch;

/**
 * Which free buffers of a flow's own lane are posted for the next receive call: of the smallest class, or, where trains
 * come, of one that holds them. Belongs to the ingress thread.
 */
final class Posting
{
    private final DatagramBatch batch;
    private final Lane lane;
    private final SizeClass smallest;
    private SizeClass posted;

    /**
     * @param batch to receive with.
     * @param lane  of the flow's own class.
     */
    Posting(final DatagramBatch batch, final Lane lane)
    {
        this.batch = batch;
        this.lane = lane;
        smallest = SizeClass.of(lane.classOf(0));
        posted = smallest;
    }

    /**
     * To read one short datagram into one buffer and copy it costs less than to have it scattered over two.
     *
     * @param limit the most datagrams to receive.
     */
    void post(final int limit)
    {
        if (1 == limit && SizeClass.SMALL == posted)
        {
            batch.resetPosted(null, 0);
        }
        else
        {
            batch.post(lane.posted(), posted, limit);
        }
    }

    /**
     * Where a train came more will, and they should be received into buffers that can hold them.
     *
     * @param index of the last datagram or train that was received.
     */
    void expectLike(final int index)
    {
        final boolean isTrain = batch.segmentLength(index) < batch.length(index);
        final int trainClass = isTrain ? lane.classOf(DatagramBatch.SPILL_LENGTH) : -1;
        posted = trainClass < 0 ? smallest : SizeClass.of(trainClass);
    }

    /**
     * @param other any lane.
     * @return whether it is the one whose buffers are posted.
     */
    boolean isOf(final Lane other)
    {
        return lane == other;
    }
}
