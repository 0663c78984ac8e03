package relay.perf.topology;

import io.aeron.Aeron;
import io.aeron.ExclusivePublication;
import io.aeron.FragmentAssembler;
import io.aeron.Subscription;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.Arrays;
import org.agrona.concurrent.AgentInvoker;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.UnsafeBuffer;
import relay.transport.aeron.AeronTuning;

/**
 * Bare Aeron: one process from UDP to a publication, another from a subscription to UDP, each on one thread that also
 * drives its embedded driver. Terms, window, socket buffers, frame length, one thread for all and the driver's turns
 * are those of a relay on one core; Relay's addition, trains of frames in one system call, is missing, and a message is
 * one datagram. A process of its own: {@code near} or {@code far}, directory of the driver, channel, then the
 * arguments of {@link NioLoop}.
 */
public final class AeronLoop
{
    private static final int STREAM_ID = 1_001;
    /** As a relay on one core has it. */
    private static final AeronTuning TUNING = AeronTuning.LAPTOP;
    /** As the relay's: the driver sends one frame of a stream in a turn, and a duty cycle offers more. */
    private static final int DRIVER_TURNS_MAX = 16;
    private static final int STREAM_SESSION_LIMIT = 4;
    private static final int DATAGRAM_LENGTH_MAX = 65_536;
    private static final int BATCH = 64;
    private static final int LOOP_ARGUMENTS = 3;

    private final IdleStrategy idleStrategy = new BackoffIdleStrategy(100, 10, 1_000, TUNING.idleMaxNs());
    private final AgentInvoker driver;
    private final AgentInvoker client;
    private final ByteBuffer datagram = ByteBuffer.allocateDirect(DATAGRAM_LENGTH_MAX);
    private final UnsafeBuffer message = new UnsafeBuffer(datagram);

    private AeronLoop(final AgentInvoker driver, final AgentInvoker client)
    {
        this.driver = driver;
        this.client = client;
    }

    /**
     * @param args see above.
     * @throws IOException from a channel.
     */
    public static void main(final String[] args) throws IOException
    {
        final String[] loop = Arrays.copyOfRange(args, LOOP_ARGUMENTS, args.length);
        try (MediaDriver driver = MediaDriver.launch(driverContext(args[1]));
            Aeron aeron = Aeron.connect(new Aeron.Context()
                .aeronDirectoryName(args[1])
                .useConductorAgentInvoker(true)
                .driverAgentInvoker(driver.sharedAgentInvoker())))
        {
            final AeronLoop aeronLoop = new AeronLoop(driver.sharedAgentInvoker(), aeron.conductorAgentInvoker());
            if ("near".equals(args[0]))
            {
                try (DatagramChannel in = NioLoop.openReceiver(loop))
                {
                    in.configureBlocking(false);
                    aeronLoop.publish(in, aeron.addExclusivePublication(args[2], STREAM_ID));
                }
            }
            else
            {
                try (DatagramChannel out = NioLoop.openSender(loop))
                {
                    aeronLoop.consume(aeron.addSubscription(args[2], STREAM_ID), out);
                }
            }
        }
    }

    private void publish(final DatagramChannel in, final ExclusivePublication publication) throws IOException
    {
        int pending = 0;
        while (true)
        {
            int workCount = invoke();
            for (int i = 0; i < BATCH; i++)
            {
                pending = 0 == pending ? receive(in) : pending;
                // refused: it waits, and the others in the socket
                if (0 == pending || publication.offer(message, 0, pending) < 0)
                {
                    break;
                }
                pending = 0;
                workCount++;
            }
            idleStrategy.idle(workCount);
        }
    }

    private int invoke()
    {
        int workCount = 0;
        int turns = 0;
        int turnWorkCount;
        do
        {
            turnWorkCount = driver.invoke();
            workCount += turnWorkCount;
        }
        while (turnWorkCount > 0 && ++turns < DRIVER_TURNS_MAX);
        return workCount + client.invoke();
    }

    private int receive(final DatagramChannel in) throws IOException
    {
        datagram.clear();
        in.receive(datagram);
        return datagram.position();
    }

    private void consume(final Subscription subscription, final DatagramChannel out)
    {
        final FragmentAssembler handler = new FragmentAssembler((buffer, offset, length, header) ->
        {
            datagram.clear();
            buffer.getBytes(offset, datagram, length);
            try
            {
                out.write(datagram.flip());
            }
            catch (final IOException ex)
            {
                throw new UncheckedIOException(ex);
            }
        });
        while (true)
        {
            idleStrategy.idle(invoke() + subscription.poll(handler, BATCH));
        }
    }

    private static MediaDriver.Context driverContext(final String directory)
    {
        return new MediaDriver.Context()
            .aeronDirectoryName(directory)
            .dirDeleteOnStart(true)
            .dirDeleteOnShutdown(true)
            .threadingMode(ThreadingMode.INVOKER)
            .publicationTermBufferLength(TUNING.termLength())
            .ipcTermBufferLength(TUNING.termLength())
            .termBufferSparseFile(false)
            .streamSessionLimit(STREAM_SESSION_LIMIT)
            .sendToStatusMessagePollRatio(DRIVER_TURNS_MAX)
            .socketRcvbufLength(TUNING.windowLength())
            .socketSndbufLength(TUNING.windowLength())
            .initialWindowLength(TUNING.windowLength());
    }
}
