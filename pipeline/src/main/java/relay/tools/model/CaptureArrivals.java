package relay.tools.model;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import relay.observe.IoReason;
import relay.pool.SizeClass;
import relay.transport.capture.CaptureReader;
import relay.transport.endpoint.HostPort;

/**
 * The datagrams of a capture as arrivals at the lanes of traffic classes, as often as they are wanted.
 */
final class CaptureArrivals
{
    private final Path file;
    private final double speed;
    private final Map<Key, Integer> classes = new HashMap<>();
    private long arrivals;
    private long untimed;
    private long unmatched;
    private String error;

    /** Of a datagram's destination. */
    private record Key(long high, long low, int port)
    {
        static Key of(final HostPort address)
        {
            return new Key(address.high(), address.low(), address.port());
        }
    }

    /** Where arrivals go. */
    @FunctionalInterface
    interface Sink
    {
        /**
         * @param trafficClass index of the class.
         * @param timeNs       when, from the first datagram on, at the asked speed.
         * @param sizeClass    ordinal of the smallest that it fits.
         */
        void onArrival(int trafficClass, long timeNs, int sizeClass);
    }

    /**
     * @param file    of the capture.
     * @param classes whose datagrams are told apart by where they were sent to; or one, whose they all are.
     * @param speed   how many times faster than it was captured.
     */
    CaptureArrivals(final Path file, final List<ModelClass> classes, final double speed)
    {
        this.file = file;
        this.speed = speed;
        final HostPort address = new HostPort();
        for (int i = 0; i < classes.size(); i++)
        {
            for (final InetSocketAddress from : classes.get(i).from())
            {
                address.set(from);
                this.classes.putIfAbsent(Key.of(address), i);
            }
        }
    }

    /**
     * Reads the capture from its beginning.
     *
     * @param sink of its arrivals.
     * @throws IOException with a message for people, if it cannot be opened; damage is an {@link #error}.
     */
    void read(final Sink sink) throws IOException
    {
        arrivals = 0;
        untimed = 0;
        unmatched = 0;
        try (CaptureReader reader = CaptureReader.open(file))
        {
            read(reader, sink);
            error = reader.error();
        }
        catch (final IOException ex)
        {
            throw new IOException(file + ": cannot be read: " + IoReason.of(ex));
        }
    }

    /**
     * @return datagrams that arrived somewhere.
     */
    long arrivals()
    {
        return arrivals;
    }

    /**
     * @return datagrams without a time, which were left out.
     */
    long untimed()
    {
        return untimed;
    }

    /**
     * @return datagrams that were sent to no address of any class.
     */
    long unmatched()
    {
        return unmatched;
    }

    /**
     * @return what ended the capture before its end, or null.
     */
    String error()
    {
        return error;
    }

    private void read(final CaptureReader reader, final Sink sink)
    {
        long firstNs = 0;
        while (reader.next())
        {
            final int trafficClass = trafficClass(reader);
            if (trafficClass >= 0)
            {
                firstNs = 0 == arrivals ? reader.epochNs() : firstNs;
                arrivals++;
                sink.onArrival(trafficClass, Math.round((reader.epochNs() - firstNs) / speed),
                    SizeClass.fitting(reader.payloadLength()).ordinal());
            }
        }
    }

    /**
     * @return index of the class whose datagram it is, -1 for none.
     */
    private int trafficClass(final CaptureReader reader)
    {
        if (!reader.isTimed())
        {
            untimed++;
            return -1;
        }
        if (classes.isEmpty())
        {
            return 0;
        }
        final Integer found = classes.get(Key.of(reader.destination()));
        unmatched += null == found ? 1 : 0;
        return null == found ? -1 : found;
    }
}
