package relay.tools.model;

import relay.pool.BufferCounts;
import relay.tools.model.capacity.Conditions;

/**
 * What {@code relay model} was asked, for its reports.
 *
 * @param cores      that have the same lanes each.
 * @param percentile of the time in which buffers shall suffice, 0..100.
 * @param buffers    of each lane, which are asked about.
 * @param conditions of all lanes.
 */
record ModelSettings(int cores, double percentile, BufferCounts buffers, Conditions conditions)
{
}
