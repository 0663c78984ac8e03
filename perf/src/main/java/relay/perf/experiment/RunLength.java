package relay.perf.experiment;

import java.util.List;

/**
 * Time that a run spends on the experiments.
 *
 * @param name         of it.
 * @param rounds       how often JMH measures everything, one benchmark after the other.
 * @param warmUps      iterations of each benchmark that do not count.
 * @param iterations   that do.
 * @param iterationMs  length of each.
 * @param burstMs      lengths of the bursts.
 * @param burstFactors of the bursts.
 * @param drains       of the destination.
 * @param afterMs      length of each of the two rates after a burst.
 * @param searchMs     length of each trial for the sustainable rate.
 * @param processes    with relays with metrics and without.
 * @param windowMs     length of one window of each such relay, of which a round has one.
 * @param claims       how often a lane runs dry to see how soon it lends again.
 * @param isWhole      whether every benchmark runs with all its parameters, or with one each.
 */
record RunLength(
    String name, int rounds, int warmUps, int iterations, int iterationMs, List<Integer> burstMs,
    List<Double> burstFactors, List<Double> drains, int afterMs, int searchMs, int processes, int windowMs, int claims,
    boolean isWhole)
{
    private static final List<Double> FACTORS = List.of(2.0, 3.0, 5.0, 10.0);
    private static final List<Double> DRAINS = List.of(0.5, 1.0, 1.5);

    /** Some forty minutes. */
    static final RunLength FULL = new RunLength("full", 3, 3, 4, 400, List.of(10, 50, 100), FACTORS, DRAINS, 1_300,
        300, 24, 40, 40_000, true);

    /** Ten minutes at most. */
    static final RunLength SHORT = new RunLength("short", 1, 3, 4, 200, List.of(50), FACTORS, DRAINS, 1_150, 150, 10,
        20, 12_000, true);

    /** So short that the numbers mean nothing. */
    static final RunLength TRIAL = new RunLength("trial", 1, 1, 1, 10, List.of(10), List.of(3.0), List.of(1.0), 40, 20,
        1, 10, 40, false);

    /**
     * @return human-readable.
     */
    String text()
    {
        return name + ": " + rounds + " rounds of " + iterations + " iterations of " + iterationMs + " ms, after " +
            warmUps + " that do not count; in brackets the smallest and the largest iteration";
    }
}
