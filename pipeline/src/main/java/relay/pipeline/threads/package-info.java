/**
 * Threads of the data path: how agents run on them, how they wait for work, and how one thread wakes another.
 */
package relay.pipeline.threads;
