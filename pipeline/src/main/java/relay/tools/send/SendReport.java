package relay.tools.send;

import com.google.gson.JsonObject;
import java.util.Locale;
import relay.observe.text.Numbers;
import relay.tools.paced.PacedSender;
import relay.transport.SendOutcome;

/**
 * The result of a run, human-readable and as JSON. The keys are stable:
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
    private final ProbeSource source;
    private final PacedSender sender;

    /**
     * @param flows        that it sent.
     * @param intendedRate datagrams a second, on average.
     * @param source       of the datagrams.
     * @param sender       closed.
     */
    SendReport(final int flows, final double intendedRate, final ProbeSource source, final PacedSender sender)
    {
        this.flows = flows;
        this.intendedRate = intendedRate;
        this.source = source;
        this.sender = sender;
    }

    JsonObject json()
    {
        final JsonObject json = new JsonObject();
        json.addProperty("runId", Long.toHexString(source.runId()));
        json.addProperty("flows", flows);
        json.addProperty("sent", sender.sent());
        json.addProperty("bytes", sender.bytes());
        json.addProperty("failed", sender.failed());
        json.add("failures", failures());
        json.addProperty("backPressured", sender.backPressured());
        json.addProperty("startEpochNs", source.startEpochNs());
        json.addProperty("elapsedNs", elapsedNs());
        json.addProperty("intendedRate", intendedRate);
        json.addProperty("achievedRate", achievedRate());
        json.addProperty("latenessMaxNs", latenessMaxNs());
        return json;
    }

    String text()
    {
        return "sent " + Numbers.count(sender.sent()) + " datagrams, " + Numbers.count(sender.bytes()) +
            " B on " + flows + " flows in " + Numbers.duration(elapsedNs()) +
            String.format(Locale.ROOT, ": %,.0f/s of %,.0f/s intended, ", achievedRate(), intendedRate) +
            Numbers.bitRate(sender.bytes(), elapsedNs()) + ", at most " +
            Numbers.duration(latenessMaxNs()) + " late\n" +
            "failed " + Numbers.count(sender.failed()) + (0 == sender.failed() ? "" : " " + failures()) +
            ", back-pressured " + Numbers.count(sender.backPressured()) + " times";
    }

    private JsonObject failures()
    {
        final JsonObject failures = new JsonObject();
        for (final SendOutcome outcome : SendOutcome.values())
        {
            if (SendOutcome.SENT != outcome && SendOutcome.BACK_PRESSURED != outcome)
            {
                failures.addProperty(outcome.name(), sender.count(outcome));
            }
        }
        return failures;
    }

    private double achievedRate()
    {
        return Numbers.perSecond(sender.sent(), elapsedNs());
    }

    /**
     * From the start to when the next datagram would have been sent as late as the last: at 10/s, 10 datagrams take 1
     * s.
     */
    private long elapsedNs()
    {
        return source.dueNs() + sender.lateness().lastNs();
    }

    private long latenessMaxNs()
    {
        return sender.lateness().histogram().getMaxValue();
    }
}
