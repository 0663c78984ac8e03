/**
 * UDP over {@link java.nio.channels.DatagramChannel}: works on every system that Java does, one system call a datagram.
 * {@link relay.transport.nio.NioTransport} opens what an endpoint describes.
 */
package relay.transport.nio;
