package relay.perf.bench;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.annotations.Expose;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.stream.StreamSupport;
import relay.perf.machine.BenchException;
import relay.perf.outcome.Derived;

/**
 * The counts of one relay in one round, from its own report; the components are the keys of JSON.
 *
 * @param kernelDrops datagrams that had no room in a socket of the relay.
 * @param ledger      all other counts.
 */
record RelayLedger(int round, String axis, int count, long kernelDrops, @Expose(serialize = false) JsonObject ledger)
    implements Derived
{
    /**
     * @throws BenchException if the report has no ledger.
     */
    static RelayLedger read(final int round, final ScalePoint point, final Path report)
    {
        try
        {
            return parse(round, point, Files.readString(report));
        }
        catch (final IOException | JsonParseException | IllegalStateException | NullPointerException ex)
        {
            throw new BenchException(point.title() + ": the relay left no report with a ledger: " + report, ex);
        }
    }

    static RelayLedger parse(final int round, final ScalePoint point, final String text)
    {
        final JsonObject report = JsonParser.parseString(text).getAsJsonObject();
        final long kernelDrops = StreamSupport.stream(report.getAsJsonArray("flows").spliterator(), false)
            .mapToLong(flow -> flow.getAsJsonObject().get("kernelDrops").getAsLong()).sum();
        return new RelayLedger(
            round, point.axis(), point.count(), kernelDrops, report.getAsJsonObject("ledger").getAsJsonObject());
    }

    boolean isExact()
    {
        return 0 == get("imbalance") && 0 == get("inFlight") &&
            get("received") + get("copies") == get("sent") + get("dropped");
    }

    long get(final String key)
    {
        return ledger.get(key).getAsLong();
    }

    @Override
    public SequencedMap<String, ?> derived()
    {
        return new LinkedHashMap<>(ledger.asMap());
    }
}
