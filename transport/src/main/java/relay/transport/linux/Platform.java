package relay.transport.linux;

/**
 * Whether this machine has what this package needs. Loads no native code, except to try it.
 */
final class Platform
{
    private static final String ARCHITECTURE = System.getProperty("os.arch");
    private static final String NATIVE_ACCESS =
        "native access is denied: start java with --enable-native-access=ALL-UNNAMED";

    static final boolean IS_X86_64 = "amd64".equals(ARCHITECTURE) || "x86_64".equals(ARCHITECTURE);
    static final boolean IS_AARCH64 = "aarch64".equals(ARCHITECTURE);

    private Platform()
    {
    }

    /**
     * @return why the calls of this package cannot be used here; null if they can.
     */
    static String obstacle()
    {
        return Found.OBSTACLE;
    }

    private static String find()
    {
        final String system = System.getProperty("os.name");
        if (!"Linux".equals(system))
        {
            return "this is " + system + ", not Linux";
        }
        if (!IS_X86_64 && !IS_AARCH64)
        {
            return "no layouts for " + ARCHITECTURE + ", only for x86-64 and aarch64";
        }
        try
        {
            return SocketProbe.obstacle();
        }
        catch (final LinkageError | IllegalCallerException ex)
        {
            final Throwable cause = null == ex.getCause() ? ex : ex.getCause();
            return cause instanceof IllegalCallerException ? NATIVE_ACCESS : String.valueOf(cause.getMessage());
        }
    }

    /** Looked for once: classes that could not be linked say why the first time only. */
    private static final class Found
    {
        private static final String OBSTACLE = find();
    }
}
