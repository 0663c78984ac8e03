/**
 * The experiments that Relay's pool descends from, on the classes that ship: what a buffer costs beside other ways to
 * get one, how large a pool must be, what happens when it runs dry, what its metrics cost, what the caches see.
 *
 * <p>Small costs are measured by JMH in processes of their own; bursts go through a whole relay over loopback sockets;
 * the cost of metrics is that of two relays, one of them with the recording methods emptied.
 */
package relay.perf.experiment;
