package relay.transport.endpoint;

import java.nio.ByteBuffer;

/**
 * Writes IPv6 addresses the short way (RFC 5952): the JDK writes {@code ff15:0:0:0:0:0:0:1}. What holds an IPv4 address
 * ends with it, as everywhere ({@code ::ffff:10.1.1.1}, {@code ::10.1.1.1}).
 */
public final class Ipv6Text
{
    private static final int GROUPS = 8;
    private static final int GROUPS_BEFORE_IPV4 = 6;
    private static final int MAPPED = 0xFFFF;

    private Ipv6Text()
    {
    }

    /**
     * @param high upper eight bytes of the address, as a big-endian number.
     * @param low  lower eight bytes of it.
     * @return the address as text.
     */
    public static String of(final long high, final long low)
    {
        return of(ByteBuffer.allocate(2 * Long.BYTES).putLong(high).putLong(low).array());
    }

    /**
     * @param ipv4 address, as a big-endian number.
     * @return it as text, such as "10.1.1.1".
     */
    public static String dotted(final int ipv4)
    {
        return (ipv4 >>> 24) + "." + (ipv4 >>> 16 & 0xFF) + "." + (ipv4 >>> 8 & 0xFF) + "." + (ipv4 & 0xFF);
    }

    static String of(final byte[] address)
    {
        int runBegin = -1;
        int runLength = 1;
        for (int i = 0; i < GROUPS; i++)
        {
            int end = i;
            while (end < GROUPS && 0 == group(address, end))
            {
                end++;
            }
            if (end - i > runLength)
            {
                runBegin = i;
                runLength = end - i;
            }
        }
        final boolean isIpv4Last = 0 == runBegin && (GROUPS_BEFORE_IPV4 == runLength ||
            GROUPS_BEFORE_IPV4 - 1 == runLength && MAPPED == group(address, runLength));
        final int groups = isIpv4Last ? GROUPS_BEFORE_IPV4 : GROUPS;
        final StringBuilder text = new StringBuilder();
        for (int i = 0; i < groups; i++)
        {
            if (i == runBegin)
            {
                text.append("::");
                i += runLength - 1;
            }
            else
            {
                text.append(separator(text)).append(Integer.toHexString(group(address, i)));
            }
        }
        return !isIpv4Last ? text.toString() :
            text + separator(text) + dotted(ByteBuffer.wrap(address).getInt(address.length - Integer.BYTES));
    }

    private static String separator(final StringBuilder text)
    {
        return text.isEmpty() || text.charAt(text.length() - 1) == ':' ? "" : ":";
    }

    private static int group(final byte[] address, final int index)
    {
        return (address[2 * index] & 0xFF) << Byte.SIZE | address[2 * index + 1] & 0xFF;
    }
}
