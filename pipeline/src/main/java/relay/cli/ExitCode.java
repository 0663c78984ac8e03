package relay.cli;

/**
 * What the process ends with; scripts depend on it.
 */
final class ExitCode
{
    static final int OK = 0;
    static final int FAILED = 1;
    static final int USAGE = 2;
    /** EX_NOPERM of sysexits.h. */
    static final int NOT_PERMITTED = 77;
    /** EX_CONFIG of sysexits.h. */
    static final int BAD_CONFIGURATION = 78;

    private ExitCode()
    {
    }
}
