package relay.perf.bench;

import relay.perf.topology.Trial;

/**
 * One round of one point with one load. The components are the keys of JSON.
 */
record ScaleRun(int round, String axis, int count, String load, Trial trial)
{
}
