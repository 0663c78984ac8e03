package relay.perf.experiment;

import com.google.gson.Gson;
import java.util.List;

/**
 * Figures of the experiment that Relay descends from (in Rust, on its author's machine), from {@code seed.json}.
 *
 * <p>Its method has weaknesses that are not inherited here, so that a ratio to its numbers compares two things: its
 * release clears the buffer, which is most of its 26.7 ns; its dynamic copies were optimised away; its success rates
 * follow from its loop (capacity / (capacity + 1)); its recovery is the time that it takes to free a list; its p99 is a
 * mean; and one thread does everything.
 *
 * @param nanoseconds     of an operation, in the order of its report.
 * @param millionsASecond operations.
 */
record SeedFigures(List<SeedFigure> nanoseconds, List<SeedFigure> millionsASecond)
{
    static final SeedFigures ALL = new Gson().fromJson(Resource.text("seed.json"), SeedFigures.class);

    /**
     * One of its figures that is measured here again.
     *
     * @param name      of it.
     * @param value     of it.
     * @param target    that it had.
     * @param table     series of the comparable result.
     * @param candidate of that result.
     * @param parameter of that result.
     */
    record SeedFigure(
        String name, double value, String target, PoolSeries table, String candidate, String parameter)
    {
        /**
         * @param pool results of this run.
         * @return the comparable one; null if it was not measured.
         */
        PoolResult findIn(final PoolResults pool)
        {
            return pool.find(table, candidate, parameter);
        }
    }
}
