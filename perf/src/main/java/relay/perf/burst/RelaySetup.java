package relay.perf.burst;

import java.io.IOException;
import java.util.List;
import relay.observe.IntervalLog;
import relay.transport.endpoint.UdpEndpoint;

/**
 * Where loads go in and come out.
 *
 * @param to      where the source sends.
 * @param outputs where the sink listens.
 * @param opener  of the relay in between.
 */
record RelaySetup(UdpEndpoint to, List<RelayOutput> outputs, Opener opener)
{
    /** Starts a relay, or looks at one that runs. */
    @FunctionalInterface
    interface Opener
    {
        /**
         * @param log takes what a relay in this process records over time, closed with it; null for none.
         * @return a relay that is ready.
         * @throws IOException if its counters cannot be read.
         */
        RelayUnderTest open(IntervalLog log) throws IOException;
    }
}
