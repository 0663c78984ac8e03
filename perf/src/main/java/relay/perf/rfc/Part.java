package relay.perf.rfc;

import java.util.Locale;

/**
 * The measurements, in the order of the report.
 */
enum Part
{
    /** RFC 2544 26.1. */
    THROUGHPUT("Throughput", "RFC 2544 section 26.1",
        "The highest rate of which nothing is lost, by search. Beside it what generator and sink manage with nothing " +
        "between them, and the relay's CPU time for a datagram at its throughput."),
    /** RFC 2544 26.2. */
    LATENCY("Latency", "RFC 2544 section 26.2",
        "At 10, 50 and 80 % of the throughput of the same round. The RFC tags one frame after a minute and repeats that " +
        "20 times; here every datagram is timed, from when it was due to when the sink had read it, and percentiles " +
        "are shown: medians of several windows. The curves have all windows of all rounds in them."),
    /** RFC 2544 26.3. */
    FRAME_LOSS("Frame loss rate", "RFC 2544 section 26.3",
        "What share does not arrive of more than the throughput. The RFC begins at the line rate; a veth pair has none, " +
        "so this goes up from the throughput."),
    /** RFC 2544 26.4. */
    BACK_TO_BACK("Back-to-back burst", "RFC 2544 section 26.4, RFC 9004",
        "The longest burst, sent as fast as the generator can, of which nothing is lost. The corrected figure leaves out " +
        "what was forwarded while the burst came (RFC 9004 section 5): what the relay and its sockets hold."),
    /** RFC 2544 26.5. */
    RECOVERY("System recovery", "RFC 2544 section 26.5",
        "110 % of the throughput for a while, then 50 %: from the first datagram at half the rate to the last one that " +
        "was lost. 0: none was lost after the change. Where 110 % lose nothing there is nothing to recover from, so 125, " +
        "150 and 200 % are tried; no figure: none of them lost anything, or † the generator could not send that."),
    /** RFC 6985. */
    MIXED_SIZE("Mixed-size throughput", "RFC 2544 section 26.1 with the mix of RFC 6985; RFC 3918 section 4.1 is its kin",
        "Throughput of 64, 512 and 1,472 B as 7 : 4 : 1, interleaved. RFC 3918's mixed class is unicast beside " +
        "multicast, which a relay of groups does not tell apart."),
    /** RFC 3918 4.2. */
    SCALED("Scaled group throughput", "RFC 3918 section 4.2",
        "Throughput with as many groups, each a flow of its own, taken in turn: datagrams that cannot form trains on their " +
        "way, to a single group neither, so that the rows compare."),
    /** RFC 3918 4.2. */
    MATRIX("Scaled group forwarding matrix", "RFC 3918 section 4.2",
        "What comes out, in datagrams a second, of fixed loads over as many groups. The loads are shares of the throughput " +
        "of the fewest."),
    /** RFC 3918 4.3. */
    AGGREGATED("Aggregated multicast throughput", "RFC 3918 section 4.3",
        "The highest rate of one group of which every destination gets everything. The destinations are groups on one " +
        "interface, where the RFC has interfaces."),
    /** RFC 3918 6.1, 6.2. */
    JOIN_LEAVE("Group join and leave delay", "RFC 3918 sections 6.1 and 6.2",
        "A relay does not wait for reports of those behind it: it joins its groups when it starts, forwards always, and " +
        "leaves when it stops. So the join delay is from when its kernel has the membership to the first datagram out, " +
        "and the leave delay from SIGTERM to the last datagram out. When it joins and leaves, and when the IGMP reports " +
        "of that are on the wire, is beside them; nothing upstream waits for these here. A host behind the relay waits " +
        "for its own kernel only, from its system call on."),
    /** RFC 3918 7.1. */
    CAPACITY("Multicast group capacity", "RFC 3918 section 7.1",
        "How many groups a relay joins and forwards, without losing a datagram of any. A socket may join 20 " +
        "(igmp_max_memberships); the relay opens as many sockets as it needs.");

    private final String title;
    private final String section;
    private final String definition;

    Part(final String title, final String section, final String definition)
    {
        this.title = title;
        this.section = section;
        this.definition = definition;
    }

    String title()
    {
        return title;
    }

    /**
     * @return where it is defined.
     */
    String section()
    {
        return section;
    }

    /**
     * @return what was measured, for people.
     */
    String definition()
    {
        return definition;
    }

    /**
     * @return as {@code --only} and JSON have it.
     */
    String key()
    {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
