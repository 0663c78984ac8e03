package relay.perf.burst;

import java.io.IOException;
import relay.traffic.DatagramSource;
import relay.transport.UdpEndpoint;

/**
 * A load to send.
 *
 * @param name   of it, without blanks and commas.
 * @param opener of its datagrams.
 */
record LoadPlan(String name, Opener opener)
{
    /** Begins a load. */
    @FunctionalInterface
    interface Opener
    {
        /**
         * @param to where it is sent.
         * @return its datagrams, from the first one on.
         * @throws IOException if they cannot be read.
         */
        DatagramSource open(UdpEndpoint to) throws IOException;
    }
}
