package relay.transport.capture;

/**
 * What is wrong with a file, and where.
 */
final class CaptureError
{
    private CaptureError()
    {
    }

    /**
     * @param input  at the frame that is damaged, or at the end.
     * @param damage that was found there; null if the file ends there.
     * @return in words, or null if the file just ended.
     */
    static String of(final CaptureInput input, final String damage)
    {
        if (null != input.failure())
        {
            return at(input, input.failure());
        }
        return null == damage ? null : at(input, damage);
    }

    private static String at(final CaptureInput input, final String what)
    {
        return "offset " + input.fileOffset() + (input.isGzip() ? " (unpacked): " : ": ") + what;
    }
}
