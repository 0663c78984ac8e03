package relay.transport.capture;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;

/**
 * Unpacks gzip, of several parts too. Java's own stream just ends where what follows a part is no gzip; this one tells,
 * so that nobody takes the first half of a damaged file for a whole one.
 */
final class GzipInput extends GZIPInputStream
{
    private static final int TRAILER_LENGTH = 8;

    GzipInput(final InputStream in, final int bufferLength) throws IOException
    {
        super(in, bufferLength);
    }

    /**
     * To be called at the end.
     *
     * @return whether there is anything behind the last part but zeros, which some programs pad with.
     */
    boolean hasRest() throws IOException
    {
        final int unread = inf.getRemaining();
        if (unread <= TRAILER_LENGTH)
        {
            return in.available() > 0;
        }
        for (int i = len - unread + TRAILER_LENGTH; i < len; i++)
        {
            if (0 != buf[i])
            {
                return true;
            }
        }
        return false;
    }
}
