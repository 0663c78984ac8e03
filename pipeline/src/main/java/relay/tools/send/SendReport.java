package relay.tools.send;

import com.google.gson.JsonObject;
import java.util.Locale;
import relay.observe.text.Numbers;
import relay.transport.SendOutcome;

/**
 * What a generator did, for scripts and for people. The JSON keys are stable:
 *
 * <pre>
 * { runId, flows, sent, bytes, failed, failures{NOT_CONNECTED, UNREACHABLE, TOO_LONG, FAILED}, backPressured,
 *   startEpochNs, elapsedNs, intendedRate, achievedRate, latenessMaxNs }
 * </pre>
 *
 * Rates are datagrams a second.
 */
final class SendReport
{
    private final int flows;
    private final double intendedRate;
    private final Generator generator;

    /**
     * @param flows        that it sent.
     * @param intendedRate datagrams a second, on average.
     * @param generator    closed.
     */
    SendReport(final int flows, final double intendedRate, final Generator generator)
    {
        this.flows = flows;
        this.intendedRate = intendedRate;
        this.generator = generator;
    }

    JsonObject json()
    {
        final JsonObject json = new JsonObject();
        json.addProperty("runId", Long.toHexString(generator.runId()));
        json.addProperty("flows", flows);
        json.addProperty("sent", generator.sent());
        json.addProperty("bytes", generator.bytes());
        json.addProperty("failed", generator.failed());
        json.add("failures", failures());
        json.addProperty("backPressured", generator.backPressured());
        json.addProperty("startEpochNs", generator.startEpochNs());
        json.addProperty("elapsedNs", generator.elapsedNs());
        json.addProperty("intendedRate", intendedRate);
        json.addProperty("achievedRate", achievedRate());
        json.addProperty("latenessMaxNs", generator.latenessMaxNs());
        return json;
    }

    String text()
    {
        return "sent " + Numbers.count(generator.sent()) + " datagrams, " + Numbers.count(generator.bytes()) +
            " B on " + flows + " flows in " + Numbers.duration(generator.elapsedNs()) +
            String.format(Locale.ROOT, ": %,.0f/s of %,.0f/s intended, ", achievedRate(), intendedRate) +
            Numbers.bitRate(generator.bytes(), generator.elapsedNs()) + ", at most " +
            Numbers.duration(generator.latenessMaxNs()) + " late\n" +
            "failed " + Numbers.count(generator.failed()) + (0 == generator.failed() ? "" : " " + failures()) +
            ", back-pressured " + Numbers.count(generator.backPressured()) + " times";
    }

    private JsonObject failures()
    {
        final JsonObject failures = new JsonObject();
        for (final SendOutcome outcome : SendOutcome.values())
        {
            if (SendOutcome.SENT != outcome && SendOutcome.BACK_PRESSURED != outcome)
            {
                failures.addProperty(outcome.name(), generator.count(outcome));
            }
        }
        return failures;
    }

    private double achievedRate()
    {
        return Numbers.perSecond(generator.sent(), generator.elapsedNs());
    }
}
