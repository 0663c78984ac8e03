package relay.transport.nio;

import java.io.IOException;
import relay.transport.SendOutcome;

/**
 * What a failed send means. The JDK passes on no error number, only the C library's text.
 */
final class SendErrors
{
    private static final String[] UNREACHABLE = {
        "Network is unreachable",           // ENETUNREACH
        "No route to host",                 // EHOSTUNREACH
        "Host is down",                     // EHOSTDOWN
        "Network is down",                  // ENETDOWN
        "No such device",                   // ENODEV, ENXIO: "No such device or address"
        "Cannot assign requested address",  // EADDRNOTAVAIL
        "Can't assign requested address",   // the same on BSD and macOS
    };

    private SendErrors()
    {
    }

    /**
     * @param ex that a send threw.
     * @return the outcome to report.
     */
    static SendOutcome outcomeOf(final IOException ex)
    {
        final String text = String.valueOf(ex.getMessage());
        if (text.contains("No buffer space available"))  // ENOBUFS: the interface's queue is full
        {
            return SendOutcome.BACK_PRESSURED;
        }
        if (text.contains("Message too long"))  // EMSGSIZE
        {
            return SendOutcome.TOO_LONG;
        }
        for (final String unreachable : UNREACHABLE)
        {
            if (text.contains(unreachable))
            {
                return SendOutcome.UNREACHABLE;
            }
        }
        return SendOutcome.FAILED;
    }
}
