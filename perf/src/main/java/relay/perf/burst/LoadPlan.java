package relay.perf.burst;

import java.io.IOException;
import java.util.function.Supplier;
import relay.tools.paced.DatagramSource;
import relay.transport.endpoint.UdpEndpoint;

/**
 * A load to send.
 *
 * @param name    of it, without blanks and commas.
 * @param isPaced whether its datagrams are due at times of their own.
 * @param opener  of its datagrams.
 */
record LoadPlan(String name, boolean isPaced, Opener opener)
{
    /** Begins a load. */
    @FunctionalInterface
    interface Opener
    {
        /**
         * @param to where it is sent.
         * @return it, before its first datagram.
         * @throws IOException if they cannot be read.
         */
        Load open(UdpEndpoint to) throws IOException;
    }

    /**
     * A load that is sent.
     *
     * @param source  of its datagrams.
     * @param problem asked at the end: what was wrong with it, so that it was not what was wanted; null for nothing.
     * @param note    asked at the end: what is worth knowing; null for nothing.
     */
    record Load(DatagramSource source, Supplier<String> problem, Supplier<String> note)
    {
    }
}
