package relay.terminal;

/**
 * What the process ends with; scripts depend on it.
 */
public final class ExitCode
{
    public static final int OK = 0;
    public static final int FAILED = 1;
    public static final int USAGE = 2;
    /** EX_NOPERM of sysexits.h. */
    public static final int NOT_PERMITTED = 77;
    /** EX_CONFIG of sysexits.h. */
    public static final int BAD_CONFIGURATION = 78;

    private ExitCode()
    {
    }
}
