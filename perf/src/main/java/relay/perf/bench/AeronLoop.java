package relay.perf.bench;

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

/**
 * What bare Aeron reaches: one process from UDP to a publication, another from a subscription to UDP, each on one thread
 * that also drives its embedded driver, with the settings of Relay's own driver and the messages of one datagram each. A
 * process of its own: {@code near} or {@code far}, directory of the driver, channel, then the arguments of
 * {@link NioLoop}.
 */
public final class AeronLoop
{
    private static final int STREAM_ID = 1_001;
    private static final int TERM_LENGTH = 4 * 1024 * 1024;
    private static final int WINDOW_LENGTH = TERM_LENGTH / 2;
    private static final int DATAGRAM_LENGTH_MAX = 65_536;
    private static final int BATCH = 64;
    private static final int LOOP_ARGUMENTS = 3;

    private final IdleStrategy idleStrategy = new BackoffIdleStrategy(100, 10, 1_000, 100_000);
    private final AgentInvoker client;
    private final ByteBuffer datagram = ByteBuffer.allocateDirect(DATAGRAM_LENGTH_MAX);
    private final UnsafeBuffer message = new UnsafeBuffer(datagram);

    private AeronLoop(final AgentInvoker client)
    {
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
            final AeronLoop aeronLoop = new AeronLoop(aeron.conductorAgentInvoker());
            if ("near".equals(args[0]))
            {
                try (DatagramChannel in = NioLoop.openReceiver(loop))
                {
                    in.configureBlocking(false);
                    aeronLoop.publish(in, aeron.addExclusivePublication(args[2], STREAM_ID), driver.sharedAgentInvoker());
                }
            }
            else
            {
                try (DatagramChannel out = NioLoop.openSender(loop))
                {
                    aeronLoop.consume(aeron.addSubscription(args[2], STREAM_ID), out, driver.sharedAgentInvoker());
                }
            }
        }
    }

    private void publish(
        final DatagramChannel in, final ExclusivePublication publication, final AgentInvoker driver) throws IOException
    {
        int pending = 0;
        while (true)
        {
            int workCount = driver.invoke() + client.invoke();
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

    private int receive(final DatagramChannel in) throws IOException
    {
        datagram.clear();
        in.receive(datagram);
        return datagram.position();
    }

    private void consume(final Subscription subscription, final DatagramChannel out, final AgentInvoker driver)
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
            idleStrategy.idle(driver.invoke() + client.invoke() + subscription.poll(handler, BATCH));
        }
    }

    private static MediaDriver.Context driverContext(final String directory)
    {
        return new MediaDriver.Context()
            .aeronDirectoryName(directory)
            .dirDeleteOnStart(true)
            .dirDeleteOnShutdown(true)
            .threadingMode(ThreadingMode.INVOKER)
            .publicationTermBufferLength(TERM_LENGTH)
            .ipcTermBufferLength(TERM_LENGTH)
            .termBufferSparseFile(false)
            .socketRcvbufLength(WINDOW_LENGTH)
            .socketSndbufLength(WINDOW_LENGTH)
            .initialWindowLength(WINDOW_LENGTH);
    }
}
