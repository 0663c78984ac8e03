/**
 * The hand-offs of {@link relay.pool.Lane} between threads, under jcstress: on the class that ships, every allowed
 * outcome named. Two threads each, so that all of them run on two cores.
 */
package relay.pool.jcstress;
