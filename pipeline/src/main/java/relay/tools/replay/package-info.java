/**
 * {@code relay replay}: a capture as traffic. {@link relay.tools.replay.DatagramFilter} selects datagrams,
 * {@link relay.tools.replay.ReplayRoute} their destinations, {@link relay.tools.replay.ReplayPace} their times.
 */
package relay.tools.replay;
