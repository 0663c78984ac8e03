package relay.tools.capture;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.agrona.DirectBuffer;

/**
 * Counts datagrams and tells by one number whether two streams are the same: the SHA-256 over length (four bytes,
 * big-endian) and payload of each. Owned by one thread.
 */
public final class DatagramDigest
{
    private static final int LENGTH_LENGTH = Integer.BYTES;

    private final MessageDigest digest = sha256();
    private long datagrams;
    private long payloadBytes;

    /**
     * @param framed length and payload, as {@link #frame} makes it.
     * @param length of both, in bytes.
     */
    void onDatagram(final byte[] framed, final int length)
    {
        digest.update(framed, 0, length);
        datagrams++;
        payloadBytes += length - LENGTH_LENGTH;
    }

    /**
     * @param buffer that holds a payload.
     * @param offset of it.
     * @param length of it, in bytes.
     * @param framed takes its length and the payload.
     * @return the length of what it took.
     */
    static int frame(final DirectBuffer buffer, final int offset, final int length, final byte[] framed)
    {
        ByteBuffer.wrap(framed).putInt(length);
        buffer.getBytes(offset, framed, LENGTH_LENGTH, length);
        return LENGTH_LENGTH + length;
    }

    /**
     * @return how many there were.
     */
    public long datagrams()
    {
        return datagrams;
    }

    /**
     * @return how many bytes of payload they had together.
     */
    public long payloadBytes()
    {
        return payloadBytes;
    }

    /**
     * To be called once, when all were counted.
     *
     * @return the SHA-256, in hexadecimal.
     */
    public String sha256Hex()
    {
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256()
    {
        try
        {
            return MessageDigest.getInstance("SHA-256");
        }
        catch (final NoSuchAlgorithmException ex)
        {
            throw new IllegalStateException("every Java has SHA-256", ex);
        }
    }
}
