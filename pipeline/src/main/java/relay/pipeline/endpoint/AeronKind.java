package relay.pipeline.endpoint;

import org.agrona.CloseHelper;
import org.agrona.concurrent.Agent;
import relay.config.Execution;
import relay.config.Idle;
import relay.config.Layout;
import relay.pipeline.threads.AeronAgent;
import relay.transport.aeron.AeronTransport;
import relay.transport.aeron.AeronTuning;

/**
 * Aeron: one client and, unless it is external, one media driver a relay.
 */
final class AeronKind implements EndpointKind
{
    private final OpenerContext context;
    private final AeronDriver driver;
    /** Null while nothing needs it. */
    private AeronTransport transport;
    private boolean isInvoked;

    AeronKind(final OpenerContext context, final AeronDriver driver)
    {
        this.context = context;
        this.driver = driver;
    }

    @Override
    public void start(final int streams)
    {
        if (streams > 0 && null != driver.external())
        {
            transport = AeronTransport.external(driver.external(), driver.errorHandler());
            context.description().accept("aeron: external media driver in " + driver.external());
        }
        else if (streams > 0)
        {
            embed(streams);
        }
    }

    @Override
    public Openers openers(final OpenedEndpoints opened)
    {
        return new Openers(new AeronSourceOpener(context, transport, opened),
            new AeronDestinationOpener(transport, opened));
    }

    @Override
    public Agent agent()
    {
        return isInvoked ? new AeronAgent(transport) : null;
    }

    @Override
    public String failure()
    {
        return null == transport ? null : transport.failure();
    }

    @Override
    public void close()
    {
        CloseHelper.quietClose(transport);
    }

    private void embed(final int streams)
    {
        final Execution execution = context.config().execution();
        final AeronTuning tuning = tuning(execution);
        isInvoked = Layout.COMPACT == execution.layout() && 1 == context.workerCount();
        transport = AeronTransport.embedded(
            driver.files().apply(AeronTransport.embeddedFilesLength(streams, tuning)).toString(),
            isInvoked, tuning, driver.errorHandler());
        context.description().accept("aeron: embedded media driver, tuned for " + tuning.name() + ", " +
            (isInvoked ? "on the data thread" : "on its own threads"));
    }

    /** A driver that spins takes cores as data threads do, so it spins only where those may too. */
    private static AeronTuning tuning(final Execution execution)
    {
        return switch (execution.profile())
        {
            case LAPTOP -> AeronTuning.LAPTOP;
            case SERVER -> AeronTuning.SERVER;
            case LOW_LATENCY -> Idle.BUSY_SPIN == execution.idle() ?
                AeronTuning.LOW_LATENCY : AeronTuning.LOW_LATENCY.idleMaxNs(AeronTuning.SERVER.idleMaxNs());
        };
    }
}
