/**
 * {@code relay send}: numbered datagrams on a schedule or by a traffic profile. Each payload begins with a
 * {@link relay.tools.send.Probe}: sender, number, the time at which it was due, and a checksum.
 */
package relay.tools.send;
