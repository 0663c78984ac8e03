package relay.transport;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Turns what the system says when a socket is opened into what the user can do about it, by the C library's text: the
 * JDK passes on no error number.
 */
public final class OpenFailure
{
    private static final int VALUE_LENGTH_MAX = 64;
    private static final String ACCESS = "Permission denied";
    private static final String PERMISSION = "Operation not permitted";
    private static final String[][] MENDS = {
        {"Address already in use", "another program has this port: end it, or choose another port"},
        {"Cannot assign requested address", "this machine does not have that address: 'ip address' lists those it has"},
        {ACCESS, "ports below 1024 need root or CAP_NET_BIND_SERVICE: choose a higher one"},
        {PERMISSION, "a firewall or sandbox forbids it"},
        {"No such device", "the interface is gone or down: 'ip link' lists those there are"},
        {"Network is unreachable", "no route leads there: name the interface, for example ?interface=eth0"},
        {"No route to host", "no route leads there: name the interface, for example ?interface=eth0"},
        {"Too many open files", "raise the limit on open files ('ulimit -n')"},
        {"not configured for IPv4", "give the interface an IPv4 address, or choose another with ?interface="},
        {"not available", "IPv6 is switched off on this machine or by java.net.preferIPv4Stack"},
        {"not supported by protocol", "IPv6 is switched off on this machine"},
    };

    private OpenFailure()
    {
    }

    /**
     * @param what  was tried, where: "cannot listen to ... on ...".
     * @param cause what the system said.
     * @return the failure to throw.
     */
    public static TransportException of(final String what, final Exception cause)
    {
        final String text = null == cause.getMessage() ? cause.getClass().getSimpleName() : cause.getMessage();
        final String mend = mend(text);
        return new TransportException(
            what + ": " + text + (mend.isEmpty() ? "" : ": " + mend), cause, isNotPermitted(text));
    }

    /**
     * @param text of an error.
     * @return whether a privilege is missing (EACCES, EPERM).
     */
    public static boolean isNotPermitted(final String text)
    {
        return text.contains(ACCESS) || text.contains(PERMISSION);
    }

    /**
     * @param text of an error.
     * @return what the user can do about it; empty if that is not known.
     */
    public static String mend(final String text)
    {
        if (text.contains("No buffer space available"))
        {
            return "this socket may join no more groups: raise net.ipv4.igmp_max_memberships" +
                setting("/proc/sys/net/ipv4/igmp_max_memberships") + " with sysctl";
        }
        for (final String[] mend : MENDS)
        {
            if (text.contains(mend[0]))
            {
                return mend[1];
            }
        }
        return "";
    }

    /**
     * @param path of a kernel setting.
     * @return " (now VALUE)", or nothing where it cannot be read.
     */
    public static String setting(final String path)
    {
        // in one read: the kernel gives the first byte only to whom asks for one byte, and nothing after it
        try (FileInputStream file = new FileInputStream(path))
        {
            final byte[] bytes = new byte[VALUE_LENGTH_MAX];
            final int length = file.read(bytes);
            return length <= 0 ? "" : " (now " + new String(bytes, 0, length, StandardCharsets.US_ASCII).trim() + ")";
        }
        catch (final IOException ignore)
        {
            return "";  // not Linux
        }
    }
}
