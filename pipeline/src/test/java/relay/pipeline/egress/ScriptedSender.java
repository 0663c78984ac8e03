package relay.pipeline.egress;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import relay.transport.PacketBatch;
import relay.transport.PacketSender;
import relay.transport.SendOutcome;

/**
 * Answers as it was told, then always the same; remembers what it took.
 */
public final class ScriptedSender implements PacketSender
{
    private final Queue<SendOutcome> script = new ArrayDeque<>();
    private final List<Integer> sentLengths = new ArrayList<>();
    private final List<Integer> sentDscps = new ArrayList<>();
    private SendOutcome otherwise = SendOutcome.SENT;
    private long sentBytes;
    private int closeCount;
    private int part;
    private int skipped = -1;

    ScriptedSender then(final SendOutcome... outcomes)
    {
        script.addAll(List.of(outcomes));
        return this;
    }

    /**
     * The next packet goes in part: so many datagrams of its train, and the rest waits.
     */
    ScriptedSender thenPart(final int segments)
    {
        part = segments;
        return this;
    }

    /**
     * The next batch goes but for one packet, which waits.
     */
    ScriptedSender thenSkip(final int index)
    {
        skipped = index;
        return this;
    }

    ScriptedSender always(final SendOutcome outcome)
    {
        otherwise = outcome;
        return this;
    }

    @Override
    public void send(final PacketBatch batch)
    {
        for (int i = batch.first(); i < batch.size(); i++)
        {
            if (batch.isWaiting(i) && skipped != i)
            {
                if (part > 0)
                {
                    batch.segmentsSent(i, part);
                    part = 0;
                    return;
                }
                final SendOutcome outcome = script.isEmpty() ? otherwise : script.remove();
                if (SendOutcome.BACK_PRESSURED == outcome)
                {
                    return;
                }
                batch.outcome(i, outcome);
                if (SendOutcome.SENT == outcome)
                {
                    sentLengths.add(batch.packet(i).length());
                    sentDscps.add(batch.dscp(i));
                    sentBytes += batch.packet(i).length();
                }
            }
        }
        skipped = -1;
    }

    @Override
    public String description()
    {
        return "scripted";
    }

    @Override
    public void close()
    {
        closeCount++;
    }

    List<Integer> sentLengths()
    {
        return sentLengths;
    }

    List<Integer> sentDscps()
    {
        return sentDscps;
    }

    long sentBytes()
    {
        return sentBytes;
    }

    int closeCount()
    {
        return closeCount;
    }
}
