package relay.cli;

import java.net.BindException;
import java.net.SocketException;
import java.nio.file.AccessDeniedException;
import relay.transport.TransportException;

/**
 * Which exit code a failure means.
 */
final class Failures
{
    private Failures()
    {
    }

    /**
     * @param failure any.
     * @return whether its message tells the user all there is to know.
     */
    static boolean isExpected(final Throwable failure)
    {
        return failure instanceof TransportException || failure instanceof java.io.IOException;
    }

    /**
     * @param failure any.
     * @return the exit code.
     */
    static int exitCodeOf(final Throwable failure)
    {
        for (Throwable cause = failure; null != cause; cause = cause.getCause())
        {
            if (isPermission(cause))
            {
                return ExitCode.NOT_PERMITTED;
            }
        }
        return ExitCode.FAILED;
    }

    private static boolean isPermission(final Throwable cause)
    {
        // Java has no type for EPERM and EACCES of a socket, only the system's words
        final String message = String.valueOf(cause.getMessage());
        return cause instanceof AccessDeniedException ||
            (cause instanceof BindException || cause instanceof SocketException) &&
                (message.startsWith("Permission denied") || message.startsWith("Operation not permitted"));
    }
}
