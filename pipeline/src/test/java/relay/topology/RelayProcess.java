package relay.topology;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * A relay that a test started, and its report once it was stopped.
 */
final class RelayProcess
{
    private static final long CONNECT_TIMEOUT_NS = TimeUnit.SECONDS.toNanos(15);

    private final Child child;
    private final Path report;

    RelayProcess(final Child child, final Path report)
    {
        this.child = child;
        this.report = report;
    }

    /**
     * Waits until it receives.
     *
     * @return this.
     */
    RelayProcess awaitRunning()
    {
        child.awaitLog(" runs (");
        return this;
    }

    /**
     * Waits until another relay has connected to it.
     *
     * @param times how often since it was started.
     * @return this.
     */
    RelayProcess awaitSenders(final int times)
    {
        child.awaitLog(" connected: stream ", times, CONNECT_TIMEOUT_NS);
        return this;
    }

    /**
     * SIGTERM, and waits for the end.
     *
     * @return its report.
     */
    Report stop()
    {
        child.stop();
        return report();
    }

    /**
     * @return its report, once it has ended.
     */
    Report report()
    {
        return Report.read(report);
    }

    Child child()
    {
        return child;
    }
}
