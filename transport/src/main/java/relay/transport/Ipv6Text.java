package relay.transport;

/**
 * Writes IPv6 addresses the short way (RFC 5952): the JDK writes {@code ff15:0:0:0:0:0:0:1}.
 */
final class Ipv6Text
{
    private static final int GROUPS = 8;

    private Ipv6Text()
    {
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
        final StringBuilder text = new StringBuilder();
        for (int i = 0; i < GROUPS; i++)
        {
            if (i == runBegin)
            {
                text.append("::");
                i += runLength - 1;
            }
            else
            {
                final boolean isFirst = text.isEmpty() || text.charAt(text.length() - 1) == ':';
                text.append(isFirst ? "" : ":").append(Integer.toHexString(group(address, i)));
            }
        }
        return text.toString();
    }

    private static int group(final byte[] address, final int index)
    {
        return (address[2 * index] & 0xFF) << Byte.SIZE | address[2 * index + 1] & 0xFF;
    }
}
