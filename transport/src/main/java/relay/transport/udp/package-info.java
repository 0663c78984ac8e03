/**
 * Chooses the UDP transport of this process: the system's own calls, or the portable one.
 */
package relay.transport.udp;
