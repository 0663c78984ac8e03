package relay.observe;

import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/**
 * Why a file operation failed, in words: the messages of {@link FileSystemException} are often only the file's name.
 */
public final class IoReason
{
    private IoReason()
    {
    }

    /**
     * @param ex from an operation on one file.
     * @return the cause without the file's name.
     */
    public static String of(final IOException ex)
    {
        if (ex instanceof NoSuchFileException)
        {
            return "no such file or directory";
        }
        if (ex instanceof AccessDeniedException)
        {
            return "permission denied";
        }
        if (ex instanceof final FileSystemException failure && null != failure.getReason())
        {
            return failure.getReason();
        }
        if (ex instanceof EOFException)
        {
            return "it ends too early";
        }
        if (ex instanceof ClosedChannelException)
        {
            return "the file is closed";
        }
        return null != ex.getMessage() ? ex.getMessage() : ex.getClass().getSimpleName();
    }
}
