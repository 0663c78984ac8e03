package relay.pipeline;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import relay.pool.Packet;
import relay.transport.PacketSender;
import relay.transport.SendOutcome;

/**
 * Answers as it was told, then always the same; remembers what it took.
 */
final class ScriptedSender implements PacketSender
{
    private final Queue<SendOutcome> script = new ArrayDeque<>();
    private final List<Integer> sentLengths = new ArrayList<>();
    private SendOutcome otherwise = SendOutcome.SENT;
    private long sentBytes;
    private int closeCount;

    ScriptedSender then(final SendOutcome... outcomes)
    {
        script.addAll(List.of(outcomes));
        return this;
    }

    ScriptedSender always(final SendOutcome outcome)
    {
        otherwise = outcome;
        return this;
    }

    @Override
    public SendOutcome send(final Packet packet)
    {
        final SendOutcome outcome = script.isEmpty() ? otherwise : script.remove();
        if (SendOutcome.SENT == outcome)
        {
            sentLengths.add(packet.length());
            sentBytes += packet.length();
        }
        return outcome;
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

    long sentBytes()
    {
        return sentBytes;
    }

    int closeCount()
    {
        return closeCount;
    }
}
