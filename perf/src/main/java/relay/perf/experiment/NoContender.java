package relay.perf.experiment;

/**
 * Nothing is taken and nothing given back.
 */
final class NoContender extends Contender<Object>
{
    @Override
    Object take(final int length)
    {
        return this;
    }

    @Override
    void giveBack(final Object buffer)
    {
    }

    @Override
    void fill(final Object buffer, final byte[] datagram)
    {
    }

    @Override
    long checksum(final Object buffer, final int length)
    {
        return 0;
    }
}
