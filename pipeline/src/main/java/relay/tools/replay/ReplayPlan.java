package relay.tools.replay;

import java.nio.file.Path;

/**
 * What is replayed of a capture, and when.
 *
 * @param file       the capture.
 * @param filter     which of its datagrams are wanted.
 * @param pace       when each is due.
 * @param gapLimitNs the longest gap between captured times that stays as it is, in nanoseconds.
 * @param start      number of the first datagram that goes, of those that are wanted and have a route; from 1.
 * @param count      how many go at most, in each pass, or {@link Long#MAX_VALUE}.
 * @param passes     how often; 0 for ever.
 */
public record ReplayPlan(
    Path file, DatagramFilter filter, ReplayPace pace, long gapLimitNs, long start, long count, long passes)
{
}
