package relay.pipeline.flight;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.agrona.CloseHelper;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.ManyToOneConcurrentArrayQueue;
import relay.config.FlightConfig;
import relay.observe.IoReason;
import relay.transport.capture.PcapngInterface;
import relay.transport.capture.PcapngWriter;
import relay.transport.endpoint.HostPort;

/**
 * Writes the rings that flight recorders hand over, each to a file of its own, and gives them back. On a thread of its
 * own, which may wait for the disk. A file gets its name when it is whole.
 */
public final class FlightWriter implements Agent
{
    private static final String AFTER = "first after the trigger: ";
    private static final String BEFORE = "last before the trigger: ";

    private final PcapngWriter pcapng = new PcapngWriter(PcapngWriter.BUFFER_LENGTH_DEFAULT);
    private final HostPort source = new HostPort();
    private final HostPort destination = new HostPort();
    private final ManyToOneConcurrentArrayQueue<FlightRing> queue;
    private final String relay;
    private final FlightFiles files;
    private final List<PcapngInterface> flows;
    private final Consumer<String> log;

    /**
     * @param relay     name of it.
     * @param config    says where to.
     * @param flows     by index.
     * @param laneCount how many lanes there may be in all workers.
     * @param log       told of each file, and of each that failed.
     */
    public FlightWriter(
        final String relay,
        final FlightConfig config,
        final List<PcapngInterface> flows,
        final int laneCount,
        final Consumer<String> log)
    {
        this.relay = relay;
        this.flows = flows;
        this.log = log;
        files = new FlightFiles(config.directory(), relay, config.keep());
        queue = new ManyToOneConcurrentArrayQueue<>(Math.max(1, laneCount));
    }

    @Override
    public int doWork()
    {
        final FlightRing ring = queue.poll();
        if (null == ring)
        {
            return 0;
        }
        try
        {
            write(ring);
        }
        finally
        {
            ring.lane().giveBack(ring);
        }
        return 1;
    }

    @Override
    public void onClose()
    {
        while (doWork() > 0)
        {
            continue; // what was triggered is written
        }
    }

    @Override
    public String roleName()
    {
        return "flight-writer";
    }

    /**
     * Called from ingress threads: each lane hands over one ring at a time, so that there is room for all.
     *
     * @param ring to write.
     */
    void offer(final FlightRing ring)
    {
        final boolean isTaken = queue.offer(ring);
        assert isTaken : "more rings than lanes";
    }

    private void write(final FlightRing ring)
    {
        final Path file = files.next(ring);
        final Path part = file.resolveSibling(file.getFileName() + ".part");
        try
        {
            writeTo(part, ring);
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
            ring.lane().ledger().onDump();
            log.accept("flight recorder: " + file + ": " + summary(ring));
            deleteOldest();
        }
        catch (final IOException | RuntimeException ex)
        {
            ring.lane().ledger().onFailure();
            log.accept("flight recorder: " + file + ": cannot be written: " +
                (ex instanceof final IOException io ? IoReason.of(io) : ex));
            CloseHelper.quietClose(pcapng);
            part.toFile().delete(); // if it is there
        }
    }

    private void deleteOldest()
    {
        try
        {
            files.deleteOldest();
        }
        catch (final IOException ex)
        {
            log.accept("flight recorder: older files cannot be deleted: " + ex);
        }
    }

    private void writeTo(final Path file, final FlightRing ring) throws IOException
    {
        pcapng.begin(Files.newByteChannel(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            "flight recorder of relay " + relay + ": " + summary(ring), flows);
        for (long number = ring.first(); number < ring.end(); number++)
        {
            ring.readSource(number, source);
            ring.readDestination(number, destination);
            pcapng.packet(ring.flow(number), ring.epochNs(number), source, destination, ring.memory(),
                ring.payloadOffset(number), ring.length(number), ring.kept(number), comment(ring, number));
        }
        pcapng.flush();
        pcapng.close();
    }

    private static String comment(final FlightRing ring, final long number)
    {
        if (number == ring.firstAfter())
        {
            return AFTER + ring.trigger().label();
        }
        return number + 1 == ring.firstAfter() && number + 1 == ring.end() ? BEFORE + ring.trigger().label() : null;
    }

    private String summary(final FlightRing ring)
    {
        final long after = ring.end() - ring.firstAfter();
        return String.format(Locale.ROOT, "%s at %s in class %s%s; %,d datagrams before it, %,d after%s",
            ring.trigger().label(), FlightFiles.instant(ring.triggerEpochNs()), ring.lane().label(),
            ring.triggerFlow() < 0 ? "" : ", flow " + flows.get(ring.triggerFlow()).name(),
            ring.firstAfter() - ring.first(), after,
            0 == ring.others() ? "" : String.format(Locale.ROOT, "; %,d more triggers until then", ring.others()));
    }
}
