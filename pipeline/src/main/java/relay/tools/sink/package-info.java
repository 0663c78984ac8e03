/**
 * {@code relay sink}: checks the datagrams of {@code relay send} on arrival. {@link relay.tools.sink.CheckingSink}
 * counts loss, duplicates, disorder and corruption, and records how late each datagram came after it was due.
 */
package relay.tools.sink;
