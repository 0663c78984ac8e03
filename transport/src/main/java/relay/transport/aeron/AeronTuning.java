package relay.transport.aeron;

import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.BusySpinIdleStrategy;
import org.agrona.concurrent.IdleStrategy;

/**
 * How an embedded driver is set up: one choice for each kind of machine.
 *
 * <table>
 *   <caption>Profiles</caption>
 *   <tr><th></th><th>laptop</th><th>server</th><th>low-latency</th></tr>
 *   <tr><td>made for</td><td>2 cores</td><td>4 cores and more</td><td>16 cores, data threads pinned</td></tr>
 *   <tr><td>threads</td><td>one for all</td><td>network | conductor</td><td>sender | receiver | conductor</td></tr>
 *   <tr><td>idle</td><td>backs off to 100 µs</td><td>backs off to 50 µs</td><td>sender and receiver spin</td></tr>
 *   <tr><td>term</td><td>4 MiB</td><td>16 MiB</td><td>1 MiB</td></tr>
 *   <tr><td>window, socket buffers</td><td>2 MiB</td><td>4 MiB</td><td>512 KiB</td></tr>
 * </table>
 *
 * Why:
 * <ul>
 *   <li>Threads that spin must be fewer than cores: three of them on two cores took the median from 8 µs to 1.6 ms. An
 *   invoked driver (layout {@code compact}) has no threads and no idling of its own, whatever the profile.</li>
 *   <li>The conductor never spins: it does nothing for a datagram.</li>
 *   <li>The window is what may be under way unacknowledged, so that rate × round trip must fit: 2 MiB are 1 Gbit/s over
 *   16 ms, 4 MiB over 32 ms. A driver's socket buffers must hold it, and the kernel grants what net.core.rmem_max and
 *   wmem_max allow: where that is less, window and buffers are what it grants.</li>
 *   <li>Half a term limits the window too, an eighth of a term the longest message. A log is three terms, and is walked
 *   through from end to end: what leaves the cache costs more. On two cores that share 8 MiB of L3, 1,000 B through one
 *   thread gave 530,000/s with terms of 4 MiB, 605,000 with 1 MiB, 485,000 with 16 MiB. So low latency, which is for
 *   short paths, takes short terms; the server trades that for long paths and for bursts.</li>
 *   <li>The frame length stays Aeron's 1,408 B, which passes through any Ethernet and most tunnels. What a path bears
 *   is known to who runs it: {@code mtu=8k} at both ends of a path with jumbo frames gave 3.7 times the datagrams.</li>
 * </ul>
 *
 * An endpoint's own keys ({@code term-length}, {@code mtu}, {@code rcv-wnd}, {@code so-rcvbuf}...) go before all this.
 *
 * @param name         as users write it.
 * @param threads      that the driver has, unless it is invoked.
 * @param idleMaxNs    the longest sleep of the threads that move data; 0 to spin.
 * @param termLength   bytes, a power of two.
 * @param windowLength bytes that a receiver lets a sender be ahead; wanted of the kernel for socket buffers, too.
 */
public record AeronTuning(String name, Threads threads, long idleMaxNs, int termLength, int windowLength)
{
    /** Two cores; also the default, because it does nobody harm. */
    public static final AeronTuning LAPTOP = new AeronTuning(
        "laptop", Threads.ONE, TimeUnit.MICROSECONDS.toNanos(100), 4 * 1024 * 1024, 2 * 1024 * 1024);
    /** Four cores and more. */
    public static final AeronTuning SERVER = new AeronTuning(
        "server", Threads.TWO, TimeUnit.MICROSECONDS.toNanos(50), 16 * 1024 * 1024, 4 * 1024 * 1024);
    /** Sixteen cores, of which the driver's threads may have two for themselves. */
    public static final AeronTuning LOW_LATENCY = new AeronTuning(
        "low-latency", Threads.THREE, 0, 1024 * 1024, 512 * 1024);
    /** In the order in which messages list them. */
    public static final List<AeronTuning> PROFILES = List.of(LAPTOP, SERVER, LOW_LATENCY);

    private static final int SPINS_MAX = 100;
    private static final int YIELDS_MAX = 10;
    private static final long PARK_MIN_NS = 1_000;
    /** For who does nothing for a datagram. */
    private static final long CONDUCTOR_IDLE_MAX_NS = TimeUnit.MILLISECONDS.toNanos(1);

    /** How the driver's three agents share threads. */
    public enum Threads
    {
        /** Sender, receiver and conductor on one. */
        ONE(ThreadingMode.SHARED),
        /** Sender and receiver on one, the conductor on another. */
        TWO(ThreadingMode.SHARED_NETWORK),
        /** One for each. */
        THREE(ThreadingMode.DEDICATED);

        private final ThreadingMode mode;

        Threads(final ThreadingMode mode)
        {
            this.mode = mode;
        }
    }

    /**
     * @param name of a profile.
     * @return it, or null if there is none of that name.
     */
    public static AeronTuning profile(final String name)
    {
        return PROFILES.stream().filter(tuning -> tuning.name.equals(name)).findFirst().orElse(null);
    }

    /**
     * @param maxNs the longest sleep of the threads that move data; 0 to spin.
     * @return the same with that.
     */
    public AeronTuning idleMaxNs(final long maxNs)
    {
        return new AeronTuning(name, threads, maxNs, termLength, windowLength);
    }

    void applyTo(final MediaDriver.Context context, final boolean isInvoked)
    {
        final int socketBufferLength = GrantedBuffers.grantable(windowLength);
        context
            .threadingMode(isInvoked ? ThreadingMode.INVOKER : threads.mode)
            .sharedIdleStrategy(dataIdleStrategy())
            .sharedNetworkIdleStrategy(dataIdleStrategy())
            .senderIdleStrategy(dataIdleStrategy())
            .receiverIdleStrategy(dataIdleStrategy())
            .conductorIdleStrategy(backoff(CONDUCTOR_IDLE_MAX_NS))
            .publicationTermBufferLength(termLength)
            .ipcTermBufferLength(termLength)
            .socketRcvbufLength(socketBufferLength)
            .socketSndbufLength(socketBufferLength)
            .initialWindowLength(Math.min(socketBufferLength, windowLength));
    }

    private IdleStrategy dataIdleStrategy()
    {
        return 0 == idleMaxNs ? BusySpinIdleStrategy.INSTANCE : backoff(idleMaxNs);
    }

    private static IdleStrategy backoff(final long maxNs)
    {
        return new BackoffIdleStrategy(SPINS_MAX, YIELDS_MAX, PARK_MIN_NS, maxNs);
    }
}
