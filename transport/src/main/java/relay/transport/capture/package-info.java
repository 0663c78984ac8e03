/**
 * Captures of network traffic, pcap and pcapng, as a stream of the UDP datagrams in them. {@link
 * relay.transport.capture.CaptureReader} is what others use; {@code docs/captures.md} has the rule by which a record is
 * a datagram or is skipped.
 *
 * <pre>
 *   file -> CaptureInput -> PcapRecords | PcapngRecords -> LinkDecoder -> DatagramDecoder
 *           frames          records                        IP packet      datagram, or a reason
 * </pre>
 *
 * {@link relay.transport.capture.PcapngWriter} writes such files; {@code docs/recording.md} says what is in them.
 */
package relay.transport.capture;
