/**
 * Relay beside what else can carry a datagram from one network to another: same machine, same minutes, same traffic.
 *
 * <p>The harness measures nothing itself. A C program generates and receives (resource {@code traffic.c}), each
 * {@link relay.perf.bench.Contestant} is started as processes of its own in a network namespace between the two, and
 * the harness sleeps while datagrams flow.
 */
package relay.perf.bench;
