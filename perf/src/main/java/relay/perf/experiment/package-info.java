/**
 * The experiments that Relay's pool descends from, on the classes that ship: the cost of a buffer beside other ways to
 * get one, the size that a pool needs, its behaviour when it runs dry, the cost of its metrics, and the caches.
 *
 * <p>Small costs are measured by JMH in processes of their own ({@link relay.pool.jmh}); bursts go through a whole
 * relay over loopback sockets; the cost of metrics is that of two relays, one of them with the recording methods
 * emptied.
 */
package relay.perf.experiment;
