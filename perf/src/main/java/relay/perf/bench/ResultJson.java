package relay.perf.bench;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Everything that a run found out, as JSON: nothing is rounded, nothing summed up over the rounds.
 */
public final class ResultJson
{
    /** As all results are written. */
    public static final Gson GSON =
        new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().serializeNulls().create();
    private static final double[] PERCENTILES = {50, 90, 99, 99.9, 100};
    private static final String[] PERCENTILE_NAMES = {"p50", "p90", "p99", "p999", "max"};

    private ResultJson()
    {
    }

    /**
     * @param file to write; those who look meanwhile see the old one, or none.
     * @param text of it.
     * @throws IOException if it cannot be written.
     */
    public static void write(final Path file, final String text) throws IOException
    {
        final Path beside = file.resolveSibling(file.getFileName() + ".part");
        Files.writeString(beside, text + System.lineSeparator());
        Files.move(beside, file, StandardCopyOption.REPLACE_EXISTING);
    }

    static String text(
        final Machine machine, final Cores cores, final Settings settings, final Results results,
        final List<Acceptance.Promise> promises)
    {
        final Map<String, Object> root = new LinkedHashMap<>();
        root.put("machine", machine);
        root.put("cores", cores);
        root.put("settings", settings(settings));
        root.put("measurements", results.measurements().stream().map(ResultJson::measurement).toList());
        root.put("acceptance", promises.stream().map(ResultJson::promise).toList());
        return GSON.toJson(root);
    }

    private static Map<String, Object> settings(final Settings settings)
    {
        final Map<String, Object> object = new LinkedHashMap<>();
        object.put("path", settings.path());
        object.put("contestants", settings.contestants().stream().map(Contestant::name).toList());
        object.put("workloads", settings.workloads());
        object.put("rates", settings.rates());
        object.put("rounds", settings.rounds());
        object.put("trialMs", settings.trialMs());
        object.put("latencyWindows", Settings.LATENCY_WINDOWS);
        object.put("latencyWindowMs", settings.latencyWindowMs());
        object.put("warmUpMs", settings.warmUpMs());
        object.put("train", settings.train());
        object.put("precision", settings.precision());
        object.put("lossMax", Trial.LOSS_MAX);
        object.put("socketBufferLength", Scene.SOCKET_BUFFER_LENGTH);
        return object;
    }

    private static Map<String, Object> measurement(final Measurement measurement)
    {
        final RateSearch.Result search = measurement.search();
        final Map<String, Object> object = new LinkedHashMap<>();
        object.put("round", measurement.round());
        object.put("workload", measurement.workload().name());
        object.put("contestant", measurement.contestant().name());
        object.put("workedOn", measurement.contestant().core().name().toLowerCase(Locale.ROOT));
        object.put("lossFreeRate", search.rate());
        object.put("isGeneratorLimited", search.isLimited());
        object.put("atLossFreeRate", null == search.best() ? null : trial(search.best()));
        object.put("search", search.trials().stream().map(ResultJson::trial).toList());
        object.put("fixedRates", measurement.fixed().values().stream().flatMap(List::stream).map(ResultJson::trial).toList());
        return object;
    }

    static Map<String, Object> trial(final Trial trial)
    {
        final Map<String, Object> object = new LinkedHashMap<>();
        object.put("rate", trial.rate());
        object.put("achievedRate", finite(trial.achievedRate()));
        object.put("sent", trial.sent());
        object.put("received", trial.received());
        object.put("loss", finite(trial.loss()));
        object.put("duplicates", trial.duplicates());
        object.put("reordered", trial.reordered());
        object.put("corrupt", trial.corrupt());
        object.put("sendErrors", trial.sendErrors());
        object.put("relayDrops", trial.relayDrops());
        object.put("sinkDrops", trial.sinkDrops());
        object.put("softnetDrops", trial.softnetDrops());
        object.put("wallNs", trial.wallNs());
        object.put("processNs", trial.processNs());
        object.put("processWaitNs", trial.processWaitNs());
        object.put("ownWaitNs", trial.ownWaitNs());
        object.put("coreIdleNs", trial.coreIdleNs());
        object.put("coreSoftirqNs", trial.coreSoftirqNs());
        object.put("sendCallNs", trial.sendCallNs());
        object.put("sendLateMaxNs", trial.lateMaxNs());
        object.put("processUs", finite(trial.processUs()));
        object.put("coreUs", finite(trial.coreUs()));
        object.put("sendUs", finite(trial.sendUs()));
        final Map<String, Object> latencyNs = new LinkedHashMap<>();
        for (int i = 0; i < PERCENTILES.length; i++)
        {
            latencyNs.put(PERCENTILE_NAMES[i], trial.latency().getValueAtPercentile(PERCENTILES[i]));
        }
        object.put("latencyNs", latencyNs);
        return object;
    }

    static Map<String, Object> promise(final Acceptance.Promise promise)
    {
        final Map<String, Object> object = new LinkedHashMap<>();
        object.put("promise", promise.text());
        object.put("value", finite(promise.value()));
        object.put("limit", finite(promise.limit()));
        object.put("verdict", promise.verdict());
        return object;
    }

    /** JSON has no others. */
    private static Double finite(final double value)
    {
        return Double.isFinite(value) ? value : null;
    }
}
