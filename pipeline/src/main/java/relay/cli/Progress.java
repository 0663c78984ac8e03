package relay.cli;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import relay.pipeline.Ledger;
import relay.pipeline.Relay;

/**
 * One line that tells how far relays are: overwritten in place on a terminal, otherwise a line each time.
 */
public final class Progress
{
    private final PrintWriter out;
    private final Relay[] relays;
    private final boolean isTerminal = null != System.console() && System.console().isTerminal();
    private final long startNs = System.nanoTime();
    private long lastNs = startNs;
    private long lastSent;
    private boolean isShown;

    /**
     * @param out    to write to.
     * @param relays in the order in which datagrams pass them.
     */
    Progress(final PrintWriter out, final Relay... relays)
    {
        this.out = out;
        this.relays = relays;
    }

    void show()
    {
        final long nowNs = System.nanoTime();
        final Ledger first = relays[0].ledger();
        final Ledger last = relays[relays.length - 1].ledger();
        final double seconds = (nowNs - lastNs) / 1e9;
        long dropped = 0;
        for (final Relay relay : relays)
        {
            dropped += relay.ledger().dropped();
        }
        final String line = String.format(Locale.ROOT,
            "%4d s  received %,d  sent %,d  dropped %,d  %,.0f datagrams/s",
            TimeUnit.NANOSECONDS.toSeconds(nowNs - startNs), first.received(), last.sent(), dropped,
            (last.sent() - lastSent) / seconds);
        out.print(isTerminal ? "\r" + line + "\u001b[K" : line + System.lineSeparator());
        out.flush();
        isShown = isTerminal;
        lastNs = nowNs;
        lastSent = last.sent();
    }

    /**
     * Leaves the line on the terminal and begins a new one.
     */
    void end()
    {
        if (isShown)
        {
            out.println();
            out.flush();
        }
    }
}
