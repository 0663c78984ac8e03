package relay.tools.replay;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import java.util.Comparator;
import java.util.Locale;
import java.util.StringJoiner;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;
import relay.observe.text.Numbers;
import relay.tools.paced.PacedSender;
import relay.tools.paced.SendLateness;
import relay.transport.SendOutcome;
import relay.transport.capture.SkipReason;

/**
 * The result of a replay, human-readable and as JSON: the JSON is documented in docs/replay.md.
 */
final class ReplayReport
{
    private static final Gson GSON = new GsonBuilder().disableHtmlEscaping().serializeNulls().create();
    private static final double[] PERCENTILES = {50, 90, 99, 99.9};

    private final ReplayPlan plan;
    private final ReplayRoute route;
    private final CaptureReplay replay;
    private final PacedSender sender;
    private final SendLateness lateness;

    /**
     * @param plan   of the replay.
     * @param route  of it.
     * @param replay that was read.
     * @param sender that is closed.
     */
    ReplayReport(
        final ReplayPlan plan, final ReplayRoute route, final CaptureReplay replay, final PacedSender sender)
    {
        this.plan = plan;
        this.route = route;
        this.replay = replay;
        this.sender = sender;
        lateness = sender.lateness();
    }

    String json()
    {
        final JsonObject root = new JsonObject();
        root.addProperty("file", plan.file().toString());
        root.addProperty("format", replay.format());
        root.addProperty("error", replay.error());
        root.addProperty("passes", replay.passes());
        root.addProperty("records", replay.records());
        final JsonObject skipped = new JsonObject();
        reasons().forEach((reason) -> skipped.addProperty(reason.key(), replay.skipped(reason)));
        root.add("skipped", skipped);
        root.addProperty("datagrams", replay.datagrams());
        root.addProperty("filtered", replay.filtered());
        root.addProperty("hosts", route.hosts());
        root.addProperty("refused", route.refused());
        root.addProperty("beforeStart", replay.beforeStart());
        root.addProperty("unsent", unsent());
        root.addProperty("sent", sender.sent());
        root.addProperty("payloadBytes", sender.bytes());
        root.addProperty("failed", sender.failed());
        root.add("failures", failures());
        root.addProperty("backPressured", sender.backPressured());
        root.addProperty("destinations", route.destinations());
        addTimes(root);
        return GSON.toJson(root);
    }

    String text()
    {
        final StringBuilder text = new StringBuilder();
        text.append(plan.file()).append(": ").append(replay.format()).append(", ")
            .append(Numbers.count(replay.records())).append(" records in ").append(Numbers.count(replay.passes()))
            .append(1 == replay.passes() ? " pass\n" : " passes\n");
        text.append("skipped    ").append(skipped()).append('\n');
        text.append("left out   ").append(leftOut()).append('\n');
        text.append("sent       ").append(Numbers.count(sender.sent())).append(" of ")
            .append(Numbers.count(replay.replayed())).append(" datagrams, ").append(Numbers.count(sender.bytes()))
            .append(" B of payload to ").append(Numbers.count(route.destinations()))
            .append(1 == route.destinations() ? " destination in " : " destinations in ")
            .append(Numbers.duration(lateness.achievedNs())).append('\n');
        text.append("failed     ").append(failed()).append("; back-pressured ")
            .append(Numbers.count(sender.backPressured())).append(" times\n");
        text.append("rate       ").append(rates());
        if (plan.pace().isPaced())
        {
            text.append("\nlateness   ").append(lateness());
        }
        if (plan.pace().isCaptured())
        {
            text.append("\ntimes      ").append(times());
        }
        return text.toString();
    }

    private Stream<SkipReason> reasons()
    {
        return Stream.of(SkipReason.values()).filter((reason) -> replay.skipped(reason) > 0)
            .sorted(Comparator.comparing(SkipReason::key));
    }

    private String skipped()
    {
        final String reasons = reasons().map((reason) -> reason.key() + " " + Numbers.count(replay.skipped(reason)))
            .collect(Collectors.joining(", "));
        return Numbers.count(replay.records() - replay.datagrams()) + (reasons.isEmpty() ? "" : ": " + reasons);
    }

    private String leftOut()
    {
        final StringJoiner parts = new StringJoiner(", ");
        add(parts, replay.filtered(), "by the filter");
        add(parts, route.hosts(), "to hosts (--unicast sends them, --map moves them)");
        add(parts, route.refused(), "to more than " + Numbers.count(ReplayRoute.DESTINATIONS_MAX) + " destinations");
        add(parts, replay.beforeStart(), "before the start");
        add(parts, unsent(), "read but not sent any more");
        return 0 == parts.length() ? "0" : parts.toString();
    }

    private static void add(final StringJoiner parts, final long count, final String what)
    {
        if (count > 0)
        {
            parts.add(Numbers.count(count) + " " + what);
        }
    }

    private String failed()
    {
        return Numbers.count(sender.failed()) + (0 == sender.failed() ? "" : " " + failures());
    }

    private String rates()
    {
        final String achieved = String.format(Locale.ROOT, "%,.1f datagrams/s, %,.3f Mbit/s",
            lateness.achievedRate(), lateness.achievedBitRate() / 1e6);
        return !plan.pace().isPaced() || 0 == lateness.wantedRate() ? achieved :
            achieved + String.format(Locale.ROOT, "; wanted %,.1f datagrams/s, %,.3f Mbit/s: %.3f %%",
                lateness.wantedRate(), lateness.wantedBitRate() / 1e6, 100 * ratio());
    }

    private String lateness()
    {
        final Histogram histogram = lateness.histogram();
        final StringBuilder text = new StringBuilder();
        for (final double percentile : PERCENTILES)
        {
            text.append('p').append(percentileText(percentile)).append(' ')
                .append(Numbers.duration(histogram.getValueAtPercentile(percentile))).append(", ");
        }
        return text.append("max ").append(Numbers.duration(histogram.getMaxValue())).toString();
    }

    private String times()
    {
        return "backward " + Numbers.count(replay.backward()) + ", without a time " + Numbers.count(replay.untimed()) +
            ", gaps shortened to " + Numbers.duration(plan.gapLimitNs()) + " " + Numbers.count(replay.shortenedGaps()) +
            (0 == replay.shortenedGaps() ? "" : ", by " + Numbers.duration(replay.shortenedNs()));
    }

    private void addTimes(final JsonObject root)
    {
        final boolean isPaced = plan.pace().isPaced();
        root.addProperty("achievedNs", lateness.achievedNs());
        root.addProperty("achievedRate", lateness.achievedRate());
        root.addProperty("achievedBitRate", lateness.achievedBitRate());
        root.addProperty("wantedNs", isPaced ? lateness.wantedNs() : null);
        root.addProperty("wantedRate", isPaced ? lateness.wantedRate() : null);
        root.addProperty("wantedBitRate", isPaced ? lateness.wantedBitRate() : null);
        root.addProperty("ratio", isPaced && lateness.wantedRate() > 0 ? ratio() : null);
        root.add("latenessNs", isPaced ? latenessJson() : null);
        root.addProperty("backwardTimestamps", replay.backward());
        root.addProperty("untimed", replay.untimed());
        root.addProperty("gapLimitNs", plan.pace().isCaptured() ? plan.gapLimitNs() : null);
        root.addProperty("shortenedGaps", replay.shortenedGaps());
        root.addProperty("shortenedNs", replay.shortenedNs());
    }

    private JsonObject latenessJson()
    {
        final Histogram histogram = lateness.histogram();
        final JsonObject json = new JsonObject();
        json.addProperty("count", histogram.getTotalCount());
        for (final double percentile : PERCENTILES)
        {
            json.addProperty(
                "p" + percentileText(percentile).replace(".", ""), histogram.getValueAtPercentile(percentile));
        }
        json.addProperty("max", histogram.getMaxValue());
        return json;
    }

    private JsonObject failures()
    {
        final JsonObject failures = new JsonObject();
        for (final SendOutcome outcome : SendOutcome.values())
        {
            if (SendOutcome.SENT != outcome && SendOutcome.BACK_PRESSURED != outcome && sender.count(outcome) > 0)
            {
                failures.addProperty(outcome.name(), sender.count(outcome));
            }
        }
        return failures;
    }

    private long unsent()
    {
        return replay.replayed() - lateness.datagrams();
    }

    private double ratio()
    {
        return lateness.achievedRate() / lateness.wantedRate();
    }

    private static String percentileText(final double percentile)
    {
        return percentile == Math.rint(percentile) ? String.valueOf((long)percentile) : String.valueOf(percentile);
    }
}
