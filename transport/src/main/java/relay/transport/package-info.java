/**
 * Datagrams in and out of the process: endpoints as users write them, and the two interfaces behind which UDP is read
 * and written ({@link relay.transport.DatagramReceiver}, {@link relay.transport.DatagramSender}).
 */
package relay.transport;
