package relay.transport.capture;

/**
 * Flyweight over the record that was read last: where it lies in the buffer of {@link CaptureInput}, and what its
 * header says. Owned by the thread that reads.
 */
final class CaptureRecord
{
    /** LINKTYPE_... of https://www.tcpdump.org/linktypes.html. */
    int linkType;
    /** Nanoseconds since 1970; 0 if {@link #isTimed} is false. */
    long epochNs;
    /** Whether it says when it was captured: pcapng's simple packets do not. */
    boolean isTimed;
    /** Of its first byte in the buffer. */
    int offset;
    /** How many bytes of it are in the buffer. */
    int heldLength;
    /** How many bytes were captured, 0..2^32 - 1; more than are held only if they are too many to be one datagram. */
    long capturedLength;
    /** How many bytes there were on the network, 0..2^32 - 1. */
    long originalLength;

    /**
     * @return bytes that the capture left out.
     */
    long cutLength()
    {
        return Math.max(0, originalLength - capturedLength);
    }
}
