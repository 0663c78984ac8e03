package relay.transport.aeron;

import io.aeron.Aeron;
import io.aeron.ChannelUri;
import io.aeron.CommonContext;
import io.aeron.Image;
import io.aeron.driver.MediaDriver;
import java.lang.System.Logger.Level;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.agrona.ErrorHandler;
import org.agrona.SystemUtil;
import org.agrona.concurrent.AgentInvoker;
import relay.transport.TransportException;
import relay.transport.endpoint.AeronEndpoint;

/**
 * One Aeron client, and the media driver that it uses: embedded in this process, or an external one.
 *
 * <p>An embedded driver runs on a thread of its own, or is <em>invoked</em>: then nothing of Aeron happens but in
 * {@link #doWork()}, on the thread that calls it. Publications and subscriptions are opened from the thread that
 * constructs, before the data threads start.
 *
 * <p>Timeouts: a silent sender or receiver is given up after two seconds, instead of Aeron's ten and five. Inside one
 * process client and driver can't lose each other, so the timeouts between them are long enough to survive a stopped
 * (SIGSTOP) or frozen process.
 */
public final class AeronTransport implements AutoCloseable
{
    private static final System.Logger LOGGER = System.getLogger(AeronTransport.class.getName());

    private static final String BOUNDS_CHECKS_PROP_NAME = "agrona.disable.bounds.checks";
    private static final long PEER_TIMEOUT_NS = TimeUnit.SECONDS.toNanos(2);
    private static final long SAME_PROCESS_TIMEOUT_NS = TimeUnit.HOURS.toNanos(1);
    private static final long EXTERNAL_DRIVER_TIMEOUT_MS = TimeUnit.SECONDS.toMillis(2);
    private static final int STREAM_SESSION_LIMIT = 4;
    /**
     * The driver sends and receives one datagram of each stream in a turn: too little for all that a duty cycle sends.
     * Also the turns after which its sender looks for answers, and lets a train go ({@link TrainSendEndpoint}).
     */
    private static final int DRIVER_TURNS_MAX = 16;
    /** Room for 8,192 counters; Aeron's default takes 40 MB. */
    private static final int COUNTER_VALUES_LENGTH = 1024 * 1024;
    private static final long DRIVER_FILES_LENGTH = 12L * 1024 * 1024;
    private static final int LOG_META_DATA_LENGTH = 64 * 1024;

    private final MediaDriver driver;
    private final AgentInvoker driverInvoker;
    private final Aeron aeron;
    private final AgentInvoker clientInvoker;

    private AeronTransport(final MediaDriver driver, final Aeron aeron)
    {
        this.driver = driver;
        this.driverInvoker = null == driver ? null : driver.sharedAgentInvoker();
        this.aeron = aeron;
        this.clientInvoker = aeron.conductorAgentInvoker();
    }

    /**
     * Starts a driver in this process.
     *
     * @param directory    for the driver's files, best in memory; deleted at the end.
     * @param isInvoked    whether {@link #doWork()} will drive it, instead of a thread of its own.
     * @param tuning       of the driver.
     * @param errorHandler told of every error of driver and client, on their threads.
     * @return a client connected to it.
     * @throws TransportException if it cannot start.
     */
    public static AeronTransport embedded(
        final String directory, final boolean isInvoked, final AeronTuning tuning, final ErrorHandler errorHandler)
    {
        refuseDisabledBoundsChecks();
        MediaDriver driver = null;
        try
        {
            driver = MediaDriver.launch(driverContext(directory, isInvoked, tuning, errorHandler));
            final Aeron.Context context = clientContext(directory, errorHandler)
                .driverTimeoutMs(TimeUnit.NANOSECONDS.toMillis(SAME_PROCESS_TIMEOUT_NS));
            if (isInvoked)
            {
                context.useConductorAgentInvoker(true).driverAgentInvoker(driver.sharedAgentInvoker());
            }
            return new AeronTransport(driver, Aeron.connect(context));
        }
        catch (final RuntimeException ex)
        {
            if (null != driver)
            {
                driver.close();
            }
            throw new TransportException("the embedded Aeron driver did not start in " + directory + ": " +
                ex.getMessage() + "", ex);
        }
    }

    /**
     * @param streams publications and subscriptions, each with one sender.
     * @param tuning  of the driver.
     * @return bytes that the files of an embedded driver take.
     */
    public static long embeddedFilesLength(final int streams, final AeronTuning tuning)
    {
        return DRIVER_FILES_LENGTH + streams * (3L * tuning.termLength() + LOG_META_DATA_LENGTH);
    }

    /**
     * Uses a driver that runs already.
     *
     * @param directory    of that driver.
     * @param errorHandler told of every error of the client.
     * @return a client connected to it, with a conductor thread of its own.
     * @throws TransportException if no driver answers.
     */
    public static AeronTransport external(final String directory, final ErrorHandler errorHandler)
    {
        refuseDisabledBoundsChecks();
        try
        {
            return new AeronTransport(null, Aeron.connect(
                clientContext(directory, errorHandler).driverTimeoutMs(EXTERNAL_DRIVER_TIMEOUT_MS)));
        }
        catch (final RuntimeException ex)
        {
            throw new TransportException("no Aeron media driver answers in " + directory + ": " + ex.getMessage() +
                " (start one there, or leave out --aeron-dir to use an embedded one)", ex);
        }
    }

    /**
     * @param endpoint  where to.
     * @param streamId  of the stream.
     * @param sessionId of the session.
     * @return a sender with a publication of its own.
     * @throws TransportException if the driver refuses the channel.
     */
    public AeronSender openSender(final AeronEndpoint endpoint, final int streamId, final int sessionId)
    {
        try
        {
            return new AeronSender(
                aeron.addExclusivePublication(channel(endpoint, sessionId), streamId),
                aeron.countersReader(),
                endpoint.batchLength());
        }
        catch (final RuntimeException ex)
        {
            throw new TransportException(endpoint.uri() + ": no publication: " + ex.getMessage(), ex);
        }
    }

    /**
     * @param endpoint  where from.
     * @param streamId  of the stream.
     * @param sessionId of the only session that is let in.
     * @return a receiver with a subscription of its own.
     * @throws TransportException if the driver refuses the channel.
     */
    public AeronReceiver openReceiver(final AeronEndpoint endpoint, final int streamId, final int sessionId)
    {
        try
        {
            return new AeronReceiver(aeron.addSubscription(
                channel(endpoint, sessionId),
                streamId,
                image -> logImage("connected", image),
                image -> logImage("disconnected", image)));
        }
        catch (final RuntimeException ex)
        {
            throw new TransportException(endpoint.uri() + ": no subscription: " + ex.getMessage(), ex);
        }
    }

    /**
     * Called from the one thread that drives an invoked driver; does nothing otherwise.
     *
     * @return amount of work done.
     */
    public int doWork()
    {
        int workCount = 0;
        if (null != driverInvoker)
        {
            int turns = 0;
            int turnWorkCount;
            do
            {
                turnWorkCount = driverInvoker.invoke();
                workCount += turnWorkCount;
            }
            while (turnWorkCount > 0 && ++turns < DRIVER_TURNS_MAX);
        }
        if (null != clientInvoker)
        {
            workCount += clientInvoker.invoke();
        }
        return workCount;
    }

    /**
     * May be called from any thread.
     *
     * @return why nothing is sent or received any more, or null: an external driver that dies takes the client with it.
     */
    public String failure()
    {
        return aeron.isClosed() ? "the Aeron media driver in " + aeron.context().aeronDirectoryName() +
            " is gone: start it, then this relay again" : null;
    }

    @Override
    public void close()
    {
        aeron.close();
        if (null != driver)
        {
            driver.close();
        }
    }

    private static MediaDriver.Context driverContext(
        final String directory, final boolean isInvoked, final AeronTuning tuning, final ErrorHandler errorHandler)
    {
        final MediaDriver.Context context = new MediaDriver.Context()
            .aeronDirectoryName(directory)
            .dirDeleteOnStart(true)
            .dirDeleteOnShutdown(true)
            .errorHandler(errorHandler)
            .counterValuesBufferLength(COUNTER_VALUES_LENGTH)
            .lowStorageWarningThreshold(0)
            .termBufferSparseFile(false)
            .streamSessionLimit(STREAM_SESSION_LIMIT)
            .imageLivenessTimeoutNs(PEER_TIMEOUT_NS)
            .publicationConnectionTimeoutNs(PEER_TIMEOUT_NS)
            .publicationLingerTimeoutNs(PEER_TIMEOUT_NS)
            .clientLivenessTimeoutNs(SAME_PROCESS_TIMEOUT_NS)
            .publicationUnblockTimeoutNs(SAME_PROCESS_TIMEOUT_NS + PEER_TIMEOUT_NS);
        tuning.applyTo(context, isInvoked);
        final AtomicInteger sendEndpoints = new AtomicInteger();
        final AtomicInteger receiveEndpoints = new AtomicInteger();
        return context
            .sendToStatusMessagePollRatio(DRIVER_TURNS_MAX)
            .sendChannelEndpointSupplier((channel, status, driver) ->
                new TrainSendEndpoint(channel, status, driver, sendEndpoints))
            .receiveChannelEndpointSupplier((channel, dispatcher, status, driver) ->
                new TrainReceiveEndpoint(channel, dispatcher, status, driver, receiveEndpoints));
    }

    private static Aeron.Context clientContext(final String directory, final ErrorHandler errorHandler)
    {
        return new Aeron.Context()
            .aeronDirectoryName(directory)
            .errorHandler(errorHandler)
            .subscriberErrorHandler(errorHandler);
    }

    private static String channel(final AeronEndpoint endpoint, final int sessionId)
    {
        final ChannelUri uri = ChannelUri.parse(endpoint.channel());
        uri.put(CommonContext.SESSION_ID_PARAM_NAME, Integer.toString(sessionId));
        return uri.toString();
    }

    private static void logImage(final String event, final Image image)
    {
        LOGGER.log(Level.INFO, "aeron sender " + image.sourceIdentity() + " " + event + ": stream " +
            image.subscription().streamId() + " session " + image.sessionId());
    }

    /** Without them, one forged frame kills the process. */
    private static void refuseDisabledBoundsChecks()
    {
        if (Boolean.parseBoolean(SystemUtil.getProperty(BOUNDS_CHECKS_PROP_NAME)))
        {
            throw new TransportException("-D" + BOUNDS_CHECKS_PROP_NAME + "=true is refused with a network channel: " +
                "one forged Aeron frame would crash the process; remove it", null);
        }
    }
}
