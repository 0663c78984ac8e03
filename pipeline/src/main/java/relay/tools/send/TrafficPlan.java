package relay.tools.send;

import java.net.InetSocketAddress;
import java.util.List;
import relay.tools.paced.Schedule;

/**
 * What a generator sends.
 *
 * @param destinations one for each flow, in turn.
 * @param schedule     when each datagram is due.
 * @param sizes        how long each is.
 * @param count        datagrams to send, or {@link Long#MAX_VALUE}.
 * @param durationNs   datagrams due at or after this are not sent, or {@link Long#MAX_VALUE}.
 * @param seed         of lengths and payload bytes: the same seed, the same traffic.
 */
public record TrafficPlan(
    List<InetSocketAddress> destinations,
    Schedule schedule,
    PayloadSizes sizes,
    long count,
    long durationNs,
    long seed)
{
}
