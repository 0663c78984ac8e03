package relay.tools.record;

import java.nio.file.Path;

/**
 * Which files a recording makes.
 *
 * @param out         the file; where there are several, each has a number before the suffix: {@code f-00001.pcapng}.
 * @param rotateBytes no file shall be longer, unless for a single datagram; 0 for no limit.
 * @param rotateNs    no file shall hold more time than this, in nanoseconds; 0 for no limit.
 * @param keep        how many files stay, the oldest are deleted; 0 for all.
 * @param isReplacing whether files that are there already may be replaced.
 */
public record RecordPlan(Path out, long rotateBytes, long rotateNs, int keep, boolean isReplacing)
{
    boolean isRotating()
    {
        return rotateBytes > 0 || rotateNs > 0;
    }
}
