package relay.config;

/**
 * A named set of defaults for what a configuration does not say about threads; docs/configuration.md has the reasons.
 */
public enum Profile
{
    /** Few cores, shared with others. */
    LAPTOP(Layout.COMPACT, Idle.BACKOFF),
    /** Four cores or more; sleeps when there is nothing to do. */
    SERVER(Layout.STAGED, Idle.BACKOFF),
    /** Cores of its own, which never sleep. */
    LOW_LATENCY(Layout.DEDICATED, Idle.BUSY_SPIN);

    /** Below as many cores, threads that poll take each other's time. */
    private static final int SERVER_CORES_MIN = 4;

    private final Layout layout;
    private final Idle idle;

    Profile(final Layout layout, final Idle idle)
    {
        this.layout = layout;
        this.idle = idle;
    }

    /**
     * @return the profile of a machine like this one.
     */
    public static Profile byDefault()
    {
        return Runtime.getRuntime().availableProcessors() < SERVER_CORES_MIN ? LAPTOP : SERVER;
    }

    Layout layout()
    {
        return layout;
    }

    Idle idle()
    {
        return idle;
    }
}
