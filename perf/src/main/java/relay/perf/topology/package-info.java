/**
 * Network namespaces joined by veth pairs, in which relays and their peers are measured: same machine, same minutes,
 * same traffic.
 *
 * <pre>
 *   generator (C) --veth-- peer: a relay, socat, a bare loop, the kernel --veth-- sink (C, the generator's thread)
 * </pre>
 *
 * <p>The harness measures nothing itself. A C program generates and receives (resource {@code traffic.c}), each
 * {@link relay.perf.topology.Peer} is started as processes of its own in a namespace between the two, and the harness
 * sleeps while datagrams flow.
 */
package relay.perf.topology;
