package relay.tools.paced;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import relay.transport.PacketBatch;
import relay.transport.SendOutcome;

class PacedSenderTest
{
    private static final InetSocketAddress IPV4 = new InetSocketAddress("239.1.1.1", 5_000);
    private static final InetSocketAddress OTHER = new InetSocketAddress("239.1.1.2", 5_000);
    private static final InetSocketAddress IPV6 = new InetSocketAddress("ff15::1", 5_000);

    private final ListSource source = new ListSource();
    private final RecordingSender recorder = new RecordingSender();
    private long nowNs = 1_000_000;
    private final PacedSender sender = new PacedSender(source, recorder, () -> nowNs);

    @Test
    void shouldSendEachWhenItIsDueCountedFromTheStart()
    {
        source.add(100, IPV4, bytes(10)).add(200, OTHER, bytes(0)).add(200, IPV6, bytes(65_507))
            .add(350, IPV4, bytes(7));

        assertEquals(0, sender.doWork());
        assertEquals(100, sender.waitNs());
        nowNs += 99;
        assertEquals(0, sender.doWork());
        nowNs += 1;
        assertEquals(1, sender.doWork());
        assertEquals(100, sender.waitNs());
        nowNs += 130;
        assertEquals(1, sender.doWork()); // of the other family, in a batch of its own
        assertEquals(0, sender.waitNs());
        assertEquals(1, sender.doWork());
        assertFalse(sender.isDone());
        assertEquals(120, sender.waitNs());
        nowNs += 120;
        assertEquals(1, sender.doWork());
        assertTrue(sender.isDone());
        assertEquals(0, sender.doWork());

        assertEquals(List.of(IPV4, OTHER, IPV6, IPV4), recorder.destinations);
        assertArrayEquals(bytes(65_507), recorder.payloads.get(2));
        assertEquals(4, sender.sent());
        assertEquals(65_524, sender.bytes());
        assertEquals(1_000_000, sender.startNs());
        assertEquals(250, sender.lateness().wantedNs());
        assertEquals(250, sender.lateness().achievedNs());
        assertEquals(4, sender.lateness().histogram().getTotalCount());
        assertEquals(30, sender.lateness().histogram().getMaxValue());
        assertEquals(2, sender.lateness().histogram().getCountAtValue(30));
        assertEquals(2, sender.lateness().histogram().getCountAtValue(0));
    }

    @Test
    void shouldSendWhatIsDueInOneBatchAndCatchUpInBatches()
    {
        for (int i = 0; i < 2 * PacketBatch.CAPACITY + 3; i++)
        {
            source.add(10L * i, 0 == i % 2 ? IPV4 : OTHER, bytes(i));
        }
        sender.doWork();
        nowNs += 20;
        assertEquals(2, sender.doWork());
        nowNs += 1_000_000;
        assertEquals(PacketBatch.CAPACITY, sender.doWork());
        assertEquals(PacketBatch.CAPACITY, sender.doWork());
        assertEquals(0, sender.doWork()); // finds the end
        assertTrue(sender.isDone());
        assertEquals(List.of(1, 2, PacketBatch.CAPACITY, PacketBatch.CAPACITY), recorder.batches);
        for (int i = 0; i < recorder.payloads.size(); i++)
        {
            assertArrayEquals(bytes(i), recorder.payloads.get(i));
        }
    }

    @Test
    void shouldEndABatchWhereItsMemoryEnds()
    {
        for (int i = 0; i < 9; i++)
        {
            source.add(0, IPV4, bytes(65_507 - i));
        }
        while (!sender.isDone())
        {
            sender.doWork();
        }
        assertEquals(List.of(4, 4, 1), recorder.batches);
        for (int i = 0; i < 9; i++)
        {
            assertArrayEquals(bytes(65_507 - i), recorder.payloads.get(i));
        }
    }

    @Test
    void shouldTryAgainWhatWasRefusedAndCountWhatFailed()
    {
        for (int i = 0; i < 4; i++)
        {
            source.add(i, IPV4, bytes(10 + i));
        }
        recorder.outcomes.addAll(List.of(SendOutcome.SENT, SendOutcome.BACK_PRESSURED, SendOutcome.BACK_PRESSURED,
            SendOutcome.TOO_LONG, SendOutcome.SENT, SendOutcome.UNREACHABLE));
        sender.doWork();
        nowNs += 50;
        assertEquals(0, sender.doWork());
        assertEquals(PacedAgent.UNKNOWN_NS, sender.waitNs());
        nowNs += 50;
        assertEquals(0, sender.doWork());
        nowNs += 50;
        assertEquals(3, sender.doWork());
        assertTrue(sender.isDone());
        assertEquals(2, sender.sent());
        assertEquals(10 + 12, sender.bytes());
        assertEquals(2, sender.failed());
        assertEquals(1, sender.count(SendOutcome.TOO_LONG));
        assertEquals(1, sender.count(SendOutcome.UNREACHABLE));
        assertEquals(2, sender.backPressured());
        assertEquals(4, sender.lateness().datagrams());
        assertEquals(148, sender.lateness().histogram().getMaxValue());
        assertEquals(3, sender.lateness().wantedNs());
        assertEquals(150, sender.lateness().achievedNs());
    }

    @Test
    void shouldWaitForWhatIsReadAhead()
    {
        source.add(0, IPV4, bytes(1)).add(0, IPV4, bytes(2));
        source.isReady = false;
        assertEquals(0, sender.doWork());
        assertEquals(PacedAgent.UNKNOWN_NS, sender.waitNs());
        nowNs += 500;
        source.isReady = true;
        assertEquals(2, sender.doWork());
        assertEquals(0, sender.lateness().histogram().getMaxValue(), "the clock starts with the first datagram");
        assertTrue(sender.isDone());
    }

    @Test
    void shouldStartWhenItIsTold()
    {
        final PacedSender told = new PacedSender(source.add(10, IPV4, bytes(1)), recorder, () -> nowNs, nowNs + 90);
        assertEquals(0, told.doWork());
        assertEquals(100, told.waitNs());
        nowNs += 100;
        assertEquals(1, told.doWork());
        assertEquals(0, told.lateness().histogram().getMaxValue());
    }

    @Test
    void shouldBeDoneWithoutDatagrams()
    {
        assertEquals(0, sender.doWork());
        assertTrue(sender.isDone());
        assertEquals(0, sender.lateness().wantedNs());
    }

    @Test
    void shouldCloseWhatItUses()
    {
        sender.onClose();
        assertTrue(source.isClosed);
        assertTrue(recorder.isClosed);
    }

    private static byte[] bytes(final int length)
    {
        final byte[] bytes = new byte[length];
        new SplittableRandom(length).nextBytes(bytes);
        return bytes;
    }
}
