package relay.tools.record;

import java.io.PrintWriter;
import java.util.Locale;
import relay.observe.text.Numbers;

/**
 * Shows how far a recording is. Owned by the thread that waits for its end.
 */
final class RecordProgress
{
    private final RecordReceiver receiver;
    private final RecordWriter writer;
    private final PrintWriter out;
    private long lastReceived;
    private long lastBytes;

    /**
     * @param receiver that counts.
     * @param writer   that counts.
     * @param out      to print to.
     */
    RecordProgress(final RecordReceiver receiver, final RecordWriter writer, final PrintWriter out)
    {
        this.receiver = receiver;
        this.writer = writer;
        this.out = out;
    }

    /**
     * Prints a line.
     *
     * @param elapsedNs since the last one, in nanoseconds.
     */
    void show(final long elapsedNs)
    {
        final long received = receiver.received();
        final long bytes = writer.bytes();
        out.printf(Locale.ROOT, "received %,d  %,.0f/s  written %,d  %s  dropped %,d%n",
            received, Numbers.perSecond(received - lastReceived, elapsedNs), writer.written(),
            Numbers.bitRate(bytes - lastBytes, elapsedNs), receiver.dropped());
        out.flush();
        lastReceived = received;
        lastBytes = bytes;
    }
}
