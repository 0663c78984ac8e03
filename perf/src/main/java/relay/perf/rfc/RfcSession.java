package relay.perf.rfc;

import java.io.IOException;
import relay.perf.bench.BenchException;
import relay.perf.bench.Stage;

/**
 * Goes through a plan: round by round what is repeated, then what is done once.
 */
final class RfcSession
{
    private final Plan plan;
    private final Stage stage;
    private final Figures figures = new Figures();

    /** Part of the work. */
    @FunctionalInterface
    private interface Work
    {
        void run() throws IOException;
    }

    RfcSession(final Plan plan, final Stage stage)
    {
        this.plan = plan;
        this.stage = stage;
    }

    /**
     * @return all that was measured; what fails is told and left out.
     */
    Figures run()
    {
        final SingleRelay single = new SingleRelay(plan, stage, figures);
        final ManyGroups many = new ManyGroups(plan, stage, figures);
        for (int round = 1; round <= plan.rounds(); round++)
        {
            stage.out().println("round " + round + " of " + plan.rounds());
            attempt("one relay", single::measure);
            if (plan.has(Part.SCALED, Part.MATRIX))
            {
                attempt(Part.SCALED.title(), many::scaled);
            }
            if (plan.has(Part.AGGREGATED))
            {
                attempt(Part.AGGREGATED.title(), many::aggregated);
            }
        }
        if (plan.has(Part.JOIN_LEAVE))
        {
            attempt(Part.JOIN_LEAVE.title(), many::joinAndLeave);
        }
        if (plan.has(Part.CAPACITY))
        {
            attempt(Part.CAPACITY.title(), many::capacity);
        }
        return figures;
    }

    private void attempt(final String what, final Work work)
    {
        try
        {
            work.run();
        }
        catch (final BenchException | IOException ex)
        {
            if (stage.cleanUp().isShuttingDown())
            {
                throw new BenchException("stopped", ex);
            }
            figures.fail(what + ": " + ex.getMessage());
            stage.out().println(what + " is left out: " + ex.getMessage());
            stage.out().flush();
        }
    }
}
