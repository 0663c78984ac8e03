/**
 * Benchmarks of the pool: a lane alone, and beside other ways to get a buffer for a datagram.
 */
package relay.pool.jmh;
