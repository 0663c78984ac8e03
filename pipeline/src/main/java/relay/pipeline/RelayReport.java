package relay.pipeline;

import com.google.gson.annotations.SerializedName;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;
import relay.pipeline.qos.Policer;
import relay.pipeline.qos.PolicingLedger;

/**
 * The report of one run. {@link relay.observe.text.JsonText} writes it: each component is a key of {@code docs/report.md},
 * which says what it counts; keys are kept stable. Components that are null are left out.
 *
 * @param relay          name of the relay.
 * @param startNs        start of the run, nanoseconds since 1970.
 * @param stopNs         end of the run.
 * @param ledger         all datagrams.
 * @param drops          by reason.
 * @param flows          in the order of the configuration.
 * @param feeds          in the order of the configuration.
 * @param destinations   in the order of the configuration.
 * @param lanes          one a class.
 * @param reserve        by size class, null if none is configured.
 * @param flightRecorder by class, null if none is configured.
 * @param lifetimeNs     by size class.
 * @param residenceNs    by destination.
 * @param lateNs         by destination that serves classes with a deadline.
 * @param errors         of threads and of Aeron.
 */
public record RelayReport(
    String relay,
    long startNs,
    long stopNs,
    Totals ledger,
    Map<String, Long> drops,
    List<Flow> flows,
    List<Feed> feeds,
    List<Destination> destinations,
    List<Lane> lanes,
    Map<String, Reserve> reserve,
    Map<String, Flight> flightRecorder,
    Map<String, Percentiles> lifetimeNs,
    Map<String, Percentiles> residenceNs,
    Map<String, Percentiles> lateNs,
    long errors)
{
    /**
     * @param relay that was closed.
     * @return its report.
     */
    public static RelayReport of(final Relay relay)
    {
        return new ReportBuilder(relay).build();
    }

    /** The relay's ledger. */
    public record Totals(long received, long copies, long sent, long dropped, long inFlight, long imbalance)
    {
        static Totals of(final Ledger ledger)
        {
            return new Totals(ledger.received(), ledger.copies(), ledger.sent(), ledger.dropped(), ledger.inFlight(),
                ledger.imbalance());
        }
    }

    /** One flow. */
    public record Flow(
        String name,
        String from,
        @SerializedName("class") String trafficClass,
        int worker,
        long received,
        long receivedBytes,
        long admitted,
        long gaps,
        long kernelDrops,
        long receiveErrors,
        @SerializedName("foreign") long misdirected,
        Map<String, Long> drops,
        Policing policing)
    {
    }

    /** One feed. */
    public record Feed(
        String name,
        String key,
        long forwarded,
        long duplicates,
        long missing,
        long recovered,
        long restarts,
        long unkeyed,
        List<Leg> legs)
    {
    }

    /** One leg of a feed. */
    public record Leg(String flow, long arrived, long won, long lost, Percentiles leadNs)
    {
    }

    /** One destination. */
    public record Destination(
        String name,
        String to,
        long sent,
        long sentBytes,
        long backPressured,
        long disconnects,
        long stalls,
        long refusedTrains,
        long inFlight,
        Map<String, Long> drops,
        List<Served> classes)
    {
    }

    /** One class at one destination. */
    public record Served(@SerializedName("class") String trafficClass, Percentiles residenceNs)
    {
    }

    /** One class in all workers; a size class without buffers is null. */
    public record Lane(
        @SerializedName("class") String trafficClass,
        long reservedBytes,
        long oldestAgeMaxNs,
        String gatedBy,
        Buffers small,
        Buffers standard,
        Buffers jumbo,
        Buffers large,
        Policing policing)
    {
    }

    /** The buffers of one class and size class. */
    public record Buffers(
        long buffers, long claimed, long exhausted, long inUse, long peakInUse, Percentiles lifetimeNs)
    {
    }

    /** The reserve of all workers in one size class. */
    public record Reserve(long buffers, long inUse, long peakInUse)
    {
    }

    /** What one policer measured, by colour. */
    public record Policing(
        long green, long greenBytes, long yellow, long yellowBytes, long red, long redBytes)
    {
        /**
         * @param policer or null.
         * @return its counts, null without one.
         */
        static Policing of(final Policer policer)
        {
            return null == policer ? null : of(policer.ledger());
        }

        private static Policing of(final PolicingLedger ledger)
        {
            final int green = PolicingLedger.COLOURS.indexOf("green");
            final int yellow = PolicingLedger.COLOURS.indexOf("yellow");
            final int red = PolicingLedger.COLOURS.indexOf("red");
            return new Policing(ledger.datagrams(green), ledger.bytes(green), ledger.datagrams(yellow),
                ledger.bytes(yellow), ledger.datagrams(red), ledger.bytes(red));
        }
    }

    /** The flight recorder of one class. */
    public record Flight(long triggers, long dumps, long failures)
    {
    }

    /** A histogram in short, in nanoseconds. */
    public record Percentiles(
        long p50, long p90, long p99, @SerializedName("p99.9") long p999, long max, long count)
    {
        static Percentiles of(final Histogram histogram)
        {
            return new Percentiles(histogram.getValueAtPercentile(50), histogram.getValueAtPercentile(90),
                histogram.getValueAtPercentile(99), histogram.getValueAtPercentile(99.9), histogram.getMaxValue(),
                histogram.getTotalCount());
        }
    }
}
