/**
 * The envelope that goes before each datagram between two relays, and who sends by what it says.
 */
package relay.transport.wire;
