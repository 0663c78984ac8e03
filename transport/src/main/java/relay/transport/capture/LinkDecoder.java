package relay.transport.capture;

import static java.nio.ByteOrder.BIG_ENDIAN;

import org.agrona.DirectBuffer;

/**
 * Finds the IP packet in a record. Owned by one thread.
 */
final class LinkDecoder
{
    static final int IPV4 = 4;
    static final int IPV6 = 6;

    private static final int NULL = 0;
    private static final int ETHERNET = 1;
    private static final int RAW_BSD = 12;
    private static final int RAW_OPENBSD = 14;
    private static final int RAW = 101;
    private static final int LOOP = 108;
    private static final int LINUX_SLL = 113;
    private static final int LINK_IPV4 = 228;
    private static final int LINK_IPV6 = 229;
    private static final int LINUX_SLL2 = 276;

    private static final int ETHERNET_TYPE_OFFSET = 12;
    private static final int SLL_TYPE_OFFSET = 14;
    private static final int SLL2_TYPE_OFFSET = 0;
    private static final int SLL2_HEADER_LENGTH = 20;
    private static final int TYPE_LENGTH = 2;
    private static final int FAMILY_LENGTH = 4;
    private static final int TAG_LENGTH = 4;
    private static final int TYPE_IPV4 = 0x0800;
    private static final int TYPE_IPV6 = 0x86DD;
    private static final int FAMILY_IPV4 = 2;
    /** More than an IP packet with all that is looked at behind it. */
    private static final int IP_LENGTH_MAX = 66_000;

    private int ipOffset;
    private int ipVersion;

    /**
     * @param buffer that holds the record.
     * @param record to look at.
     * @return null if there is an IP packet in it, or why there is none.
     */
    SkipReason decode(final DirectBuffer buffer, final CaptureRecord record)
    {
        final SkipReason reason = switch (record.linkType)
        {
            case ETHERNET -> typed(buffer, record, ETHERNET_TYPE_OFFSET, ETHERNET_TYPE_OFFSET + TYPE_LENGTH);
            case LINUX_SLL -> typed(buffer, record, SLL_TYPE_OFFSET, SLL_TYPE_OFFSET + TYPE_LENGTH);
            case LINUX_SLL2 -> typed(buffer, record, SLL2_TYPE_OFFSET, SLL2_HEADER_LENGTH);
            case NULL, LOOP -> family(buffer, record);
            case RAW, RAW_BSD, RAW_OPENBSD, LINK_IPV4, LINK_IPV6 -> raw(buffer, record);
            default -> SkipReason.LINKTYPE;
        };
        final boolean isHeld = record.capturedLength == record.heldLength ||
            record.heldLength - ipOffset >= IP_LENGTH_MAX;
        return null == reason && !isHeld ? SkipReason.TRUNCATED : reason;
    }

    /**
     * @return where the IP packet begins in the record.
     */
    int ipOffset()
    {
        return ipOffset;
    }

    /**
     * @return {@link #IPV4} or {@link #IPV6}, as the link says.
     */
    int ipVersion()
    {
        return ipVersion;
    }

    private SkipReason typed(
        final DirectBuffer buffer, final CaptureRecord record, final int typeOffset, final int headerLength)
    {
        if (record.heldLength < headerLength)
        {
            return SkipReason.TRUNCATED;
        }
        int type = unsignedShort(buffer, record.offset + typeOffset);
        int offset = headerLength;
        while (isTag(type))
        {
            if (record.heldLength < offset + TAG_LENGTH)
            {
                return SkipReason.TRUNCATED;
            }
            type = unsignedShort(buffer, record.offset + offset + TYPE_LENGTH);
            offset += TAG_LENGTH;
        }
        return switch (type)
        {
            case TYPE_IPV4 -> found(offset, IPV4);
            case TYPE_IPV6 -> found(offset, IPV6);
            default -> SkipReason.NON_IP;
        };
    }

    private SkipReason family(final DirectBuffer buffer, final CaptureRecord record)
    {
        if (record.heldLength < FAMILY_LENGTH)
        {
            return SkipReason.TRUNCATED;
        }
        final int family = buffer.getInt(record.offset, BIG_ENDIAN);
        // NULL has the byte order of the machine that captured
        final int swapped = NULL == record.linkType ? Integer.reverseBytes(family) : family;
        if (FAMILY_IPV4 == family || FAMILY_IPV4 == swapped)
        {
            return found(FAMILY_LENGTH, IPV4);
        }
        return isIpv6Family(family) || isIpv6Family(swapped) ? found(FAMILY_LENGTH, IPV6) : SkipReason.NON_IP;
    }

    private SkipReason raw(final DirectBuffer buffer, final CaptureRecord record)
    {
        if (0 == record.heldLength)
        {
            return SkipReason.TRUNCATED;
        }
        final int version = switch (record.linkType)
        {
            case LINK_IPV4 -> IPV4;
            case LINK_IPV6 -> IPV6;
            default -> buffer.getByte(record.offset) >> 4;
        };
        return IPV4 == version || IPV6 == version ? found(0, version) : SkipReason.MALFORMED;
    }

    private SkipReason found(final int offset, final int version)
    {
        ipOffset = offset;
        ipVersion = version;
        return null;
    }

    private static boolean isTag(final int type)
    {
        return 0x8100 == type || 0x88A8 == type || 0x9100 == type;
    }

    /** The number of IPv6 differs between systems: Linux, Windows, NetBSD and OpenBSD, FreeBSD, macOS. */
    private static boolean isIpv6Family(final int family)
    {
        return switch (family)
        {
            case 10, 23, 24, 28, 30 -> true;
            default -> false;
        };
    }

    private static int unsignedShort(final DirectBuffer buffer, final int index)
    {
        return buffer.getShort(index, BIG_ENDIAN) & 0xFFFF;
    }
}
