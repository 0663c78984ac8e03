/**
 * The envelope that goes before each datagram between two relays.
 */
package relay.transport.wire;
