/**
 * A capture as traffic: which of its datagrams go ({@link relay.traffic.replay.DatagramFilter}), where
 * ({@link relay.traffic.replay.ReplayRoute}) and when ({@link relay.traffic.replay.ReplayPace}). A
 * {@link relay.traffic.PacedSender} sends them.
 */
package relay.traffic.replay;
