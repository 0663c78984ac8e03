package relay.perf.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import relay.perf.outcome.LineChart;
import relay.perf.outcome.Measurement;

/**
 * The tests of {@code relay bench rfc}, in the order of the report.
 */
enum RfcTest
{
    /** RFC 2544 26.1. */
    THROUGHPUT("Throughput", "RFC 2544 section 26.1",
        "The highest rate of which nothing is lost, by search. Beside it the rate of generator and sink with nothing " +
        "between them, and the relay's CPU time for a datagram at its throughput.",
        "Throughput by size", "UDP payload, B", "datagrams/s", "throughput", "without a relay"),
    /** RFC 2544 26.2. */
    LATENCY("Latency", "RFC 2544 section 26.2",
        "At 10, 50 and 80 % of the throughput of the same round. The RFC tags one frame after a minute and repeats " +
        "that 20 times; here every datagram is timed, from when it was due to when the sink had read it, and " +
        "percentiles are shown: medians of several windows. The curves have all windows of all rounds in them.",
        "Latency by size, at shares of the throughput", "UDP payload, B", "us"),
    /** RFC 2544 26.3. */
    FRAME_LOSS("Frame loss rate", "RFC 2544 section 26.3",
        "The share that does not arrive of loads above the throughput. The RFC begins at the line rate; a veth pair " +
        "has none, so this goes up from the throughput.",
        "Loss when more is offered", "offered, datagrams/s", "% lost"),
    /** RFC 2544 26.4. */
    BACK_TO_BACK("Back-to-back burst", "RFC 2544 section 26.4, RFC 9004",
        "The longest burst, sent as fast as the generator can, of which nothing is lost. The corrected figure " +
        "leaves out the datagrams forwarded during the burst (RFC 9004 section 5): the relay and its sockets hold " +
        "the rest.",
        "Longest burst by size", "UDP payload, B", "datagrams", "longest burst", "corrected"),
    /** RFC 2544 26.5. */
    RECOVERY("System recovery", "RFC 2544 section 26.5",
        "110 % of the throughput for a while, then 50 %: from the first datagram at half the rate to the last one " +
        "that was lost. 0: none was lost after the change. Where 110 % lose nothing there is nothing to recover " +
        "from, so 125, 150 and 200 % are tried; no figure: none of them lost anything, or † the generator could not " +
        "send that.",
        "Recovery by size", "UDP payload, B", "us", "recovery"),
    /** RFC 6985. */
    MIXED_SIZE("Mixed-size throughput", "RFC 2544 section 26.1 with the mix of RFC 6985; RFC 3918 " +
        "section 4.1 is similar",
        "Throughput of 64, 512 and 1,472 B as 7 : 4 : 1, interleaved. RFC 3918's mixed class is unicast beside " +
        "multicast, which a relay of groups does not distinguish.",
        "", "", ""),
    /** RFC 3918 4.2. */
    SCALED("Scaled group throughput", "RFC 3918 section 4.2",
        "Throughput with as many groups, each a flow of its own, taken in turn: datagrams that cannot form trains " +
        "on their way, to a single group neither, so that the rows compare.",
        "Throughput by groups", "groups", "datagrams/s", "throughput"),
    /** RFC 3918 4.2. */
    MATRIX("Scaled group forwarding matrix", "RFC 3918 section 4.2",
        "The output, in datagrams a second, of fixed loads over as many groups. The loads are shares of the " +
        "throughput of the fewest.",
        "Forwarding matrix", "offered, datagrams/s", "datagrams/s out"),
    /** RFC 3918 4.3. */
    AGGREGATED("Aggregated multicast throughput", "RFC 3918 section 4.3",
        "The highest rate of one group of which every destination gets everything. The destinations are groups on " +
        "one interface, where the RFC has interfaces.",
        "Throughput by destinations", "destinations", "datagrams/s", "throughput", "copies"),
    /** RFC 3918 6.1, 6.2. */
    JOIN_LEAVE("Group join and leave delay", "RFC 3918 sections 6.1 and 6.2",
        "A relay does not wait for reports of those behind it: it joins its groups when it starts, forwards always, " +
        "and leaves when it stops. So the join delay is from when its kernel has the membership to the first " +
        "datagram out, and the leave delay from SIGTERM to the last datagram out. When it joins and leaves, and " +
        "when the IGMP reports of that are on the wire, is beside them; nothing upstream waits for these here. A " +
        "host behind the relay waits for its own kernel only, from its system call on.",
        "", "", ""),
    /** RFC 3918 7.1. */
    CAPACITY("Multicast group capacity", "RFC 3918 section 7.1",
        "How many groups a relay joins and forwards, without losing a datagram of any. A socket may join 20 " +
        "(igmp_max_memberships); the relay opens as many sockets as it needs.",
        "From start until all groups are forwarded", "groups", "ms", "start until forwarding");

    private final String title;
    private final String section;
    private final String definition;
    private final String chart;
    private final String x;
    private final String y;
    private final List<String> lines;

    /**
     * @param title      in words.
     * @param section    of the RFC.
     * @param definition how it is measured here.
     * @param chart      title; empty for no chart.
     * @param x          name of the horizontal axis.
     * @param y          name of the vertical axis.
     * @param lines      metrics to draw; none: all.
     */
    RfcTest(
        final String title, final String section, final String definition, final String chart, final String x,
        final String y, final String... lines)
    {
        this.title = title;
        this.section = section;
        this.definition = definition;
        this.chart = chart;
        this.x = x;
        this.y = y;
        this.lines = List.of(lines);
    }

    String title()
    {
        return title;
    }

    String section()
    {
        return section;
    }

    String definition()
    {
        return definition;
    }

    /** As {@code --only} and JSON have it. */
    String key()
    {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Of results; null where there are no two points to join, or all are 0. */
    LineChart chart(final RfcRun run)
    {
        final List<LineChart.Line> drawn = chart.isEmpty() ? List.of() : lines(run);
        final boolean isFlat =
            drawn.stream().allMatch(line -> DoubleStream.of(line.ys()).allMatch(value -> 0 == value));
        final LineChart result = isFlat ? null : LineChart.of(chart, x, y, drawn);
        return LATENCY == this && null != result ? result.logY() : result;
    }

    private List<LineChart.Line> lines(final RfcRun run)
    {
        // over the rate that was really sent: the generator may not have managed the one asked for
        final boolean isOverOffered = FRAME_LOSS == this || MATRIX == this;
        final Function<Measurement, Object> name =
            FRAME_LOSS == this ? figure -> figure.context("subject") : Measurement::name;
        final ToDoubleFunction<Measurement> at = isOverOffered ? figure -> run.offered(figure).median() :
            figure -> (double)figure.context("x");
        final Map<Object, List<Measurement>> byName = run.of(this).stream()
            .filter(figure -> lines.isEmpty() || lines.contains(figure.name()))
            .collect(Collectors.groupingBy(name, LinkedHashMap::new, Collectors.toList()));
        final List<LineChart.Line> drawn = new ArrayList<>();
        byName.forEach((label, figures) ->
        {
            final LineChart.Line line = LineChart.Line.of(label.toString(), figures, at, drawn.size());
            if (line.xs().length > 1)
            {
                drawn.add(line);
            }
        });
        return drawn;
    }
}
