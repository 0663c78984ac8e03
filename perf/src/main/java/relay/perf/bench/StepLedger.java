package relay.perf.bench;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a relay counted, from its own report.
 *
 * @param round       from 1.
 * @param axis        of the step.
 * @param count       of the step.
 * @param received    datagrams.
 * @param copies      that several destinations got beyond the first.
 * @param sent        to all destinations.
 * @param dropped     for whatever reason.
 * @param inFlight    when it had stopped.
 * @param imbalance   what the others leave unexplained.
 * @param kernelDrops that had no room in a socket of the relay.
 */
record StepLedger(
    int round, String axis, int count, long received, long copies, long sent, long dropped, long inFlight, long imbalance,
    long kernelDrops)
{
    /**
     * @param round  from 1.
     * @param step   that was measured.
     * @param report of its relay.
     * @return what it says.
     * @throws BenchException if it says nothing.
     */
    static StepLedger read(final int round, final Step step, final Path report)
    {
        try
        {
            return parse(round, step, Files.readString(report));
        }
        catch (final IOException ex)
        {
            throw new BenchException(step.title() + ": the relay left no report " + report, ex);
        }
        catch (final JsonParseException | IllegalStateException | NullPointerException ex)
        {
            throw new BenchException(step.title() + ": the relay left a report without a ledger: " + report, ex);
        }
    }

    static StepLedger parse(final int round, final Step step, final String report)
    {
        final JsonObject root = JsonParser.parseString(report).getAsJsonObject();
        final JsonObject ledger = root.getAsJsonObject("ledger");
        long kernelDrops = 0;
        for (final JsonElement flow : root.getAsJsonArray("flows"))
        {
            kernelDrops += number(flow.getAsJsonObject(), "kernelDrops");
        }
        return new StepLedger(round, step.axis(), step.count(), number(ledger, "received"), number(ledger, "copies"),
            number(ledger, "sent"), number(ledger, "dropped"), number(ledger, "inFlight"), number(ledger, "imbalance"),
            kernelDrops);
    }

    boolean isExact()
    {
        return 0 == imbalance && 0 == inFlight && received + copies == sent + dropped;
    }

    private static long number(final JsonObject object, final String key)
    {
        return object.get(key).getAsLong();
    }
}
