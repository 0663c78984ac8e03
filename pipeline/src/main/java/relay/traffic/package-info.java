/**
 * Traffic to test with: a generator that sends on a schedule, a sink that checks what arrives, and what is in a capture
 * of real traffic ({@link relay.traffic.CaptureSummary}).
 *
 * <p>Each payload of the generator begins with a {@link relay.traffic.Probe}: whose it is, its number, when it should
 * have been sent and a checksum over all of it. From these the {@link relay.traffic.CheckingSink} tells loss,
 * duplicates, disorder, corruption, and how late each datagram came, counted from the moment it was due: a generator
 * that falls behind does not hide it.
 */
package relay.traffic;
