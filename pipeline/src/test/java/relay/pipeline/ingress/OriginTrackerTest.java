package relay.pipeline.ingress;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OriginTrackerTest
{
    private static final int ORIGIN = 0xCAFE;
    private static final int FLOW = -7;
    private static final int CLASS = 0x0101;
    private static final long EPOCH = 1_700_000_000_000L;

    private final OriginTracker tracker = new OriginTracker();

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 1_000_000})
    void shouldTakeTheFirstSequenceAsItComes(final long first)
    {
        assertEquals(0, on(first));
        assertEquals(0, on(first + 1));
    }

    @Test
    void shouldTellHowManyWereLeftOut()
    {
        on(0);
        assertEquals(3, on(4));
        assertEquals(0, on(5));
        assertEquals(1, on(7));
    }

    @Test
    void shouldRefuseWhatItSawOrWhatIsOlder()
    {
        on(10);
        assertEquals(OriginTracker.REPLAY, on(10));
        assertEquals(OriginTracker.REPLAY, on(9));
        assertEquals(OriginTracker.REPLAY, on(0));
        assertEquals(OriginTracker.REPLAY, on(-1));
        assertEquals(0, on(11));
    }

    @Test
    void shouldFollowAnOriginThatStartedAgain()
    {
        on(500);
        assertEquals(0, tracker.onSequence(ORIGIN, FLOW, CLASS, EPOCH + 1, 2, 1));
        assertEquals(0, tracker.onSequence(ORIGIN, FLOW, CLASS, EPOCH + 1, 3, 1));
        assertEquals(
            OriginTracker.REPLAY, tracker.onSequence(ORIGIN, FLOW, CLASS, EPOCH, 501, 1), "of the earlier run");
        assertEquals(0, tracker.onSequence(ORIGIN, FLOW, CLASS, EPOCH + 1, 4, 1));
    }

    @Test
    void shouldKeepFlowsAndOriginsApart()
    {
        on(100);
        assertEquals(0, tracker.onSequence(ORIGIN, FLOW + 1, CLASS, EPOCH, 5, 1));
        assertEquals(0, tracker.onSequence(ORIGIN + 1, FLOW, CLASS, EPOCH, 7, 1));
        assertEquals(0, tracker.onSequence(FLOW, ORIGIN, CLASS, EPOCH, 9, 1));
        assertEquals(0, on(101));
        assertEquals(0, tracker.onSequence(ORIGIN, FLOW + 1, CLASS, EPOCH, 6, 1));
    }

    @Test
    void shouldKeepTheClassesOfAFlowApart()
    {
        on(100);
        assertEquals(
            0, tracker.onSequence(ORIGIN, FLOW, CLASS + 1, EPOCH, 0, 1), "no replay: it comes on another stream");
        assertEquals(0, tracker.onSequence(ORIGIN, FLOW, CLASS + 1, EPOCH, 1, 1));
        assertEquals(0, on(101));
        assertEquals(OriginTracker.REPLAY, tracker.onSequence(ORIGIN, FLOW, CLASS + 1, EPOCH, 1, 1));
        assertEquals(7, tracker.onSequence(ORIGIN, FLOW, CLASS + 1, EPOCH, 9, 1));
    }

    @Test
    void shouldRefuseNewFlowsPastTheLimitAndKeepTheOthers()
    {
        for (int flow = 0; flow < OriginTracker.FLOWS_MAX; flow++)
        {
            assertEquals(0, tracker.onSequence(ORIGIN, flow, CLASS, EPOCH, 0, 1));
        }
        assertEquals(OriginTracker.TOO_MANY_FLOWS, tracker.onSequence(ORIGIN, -1, CLASS, EPOCH, 0, 1));
        assertEquals(OriginTracker.TOO_MANY_FLOWS, tracker.onSequence(ORIGIN + 1, 0, CLASS, EPOCH, 0, 1));
        assertEquals(0, tracker.onSequence(ORIGIN, OriginTracker.FLOWS_MAX - 1, CLASS, EPOCH, 1, 1));
        assertEquals(2, tracker.onSequence(ORIGIN, 0, CLASS, EPOCH, 3, 1));
    }

    @Test
    void shouldNeverGiveAnotherNegativeNumberForForgedSequences()
    {
        on(Long.MAX_VALUE);
        assertEquals(OriginTracker.REPLAY, on(0));
        tracker.onSequence(ORIGIN, 1, CLASS, EPOCH, -10, 1);
        assertEquals(OriginTracker.REPLAY, tracker.onSequence(ORIGIN, 1, CLASS, EPOCH, Long.MAX_VALUE, 1));
        assertEquals(OriginTracker.REPLAY, tracker.onSequence(ORIGIN, 1, CLASS, EPOCH, Long.MIN_VALUE, 1));
        assertEquals(9, tracker.onSequence(ORIGIN, 1, CLASS, EPOCH, 0, 1));
    }

    @Test
    void shouldCountATrainAsTheDatagramsItIs()
    {
        assertEquals(0, tracker.onSequence(ORIGIN, FLOW, CLASS, EPOCH, 100, 10));
        assertEquals(0, on(110));
        assertEquals(5, tracker.onSequence(ORIGIN, FLOW, CLASS, EPOCH, 116, 4));
        assertEquals(0, tracker.repeated());
        assertEquals(0, tracker.onSequence(ORIGIN, FLOW, CLASS, EPOCH + 1, 0, 3));
        assertEquals(0, tracker.onSequence(ORIGIN, FLOW, CLASS, EPOCH + 1, 3, 1));
    }

    @Test
    void shouldTellHowMuchOfATrainWasSeenBefore()
    {
        tracker.onSequence(ORIGIN, FLOW, CLASS, EPOCH, 100, 10);
        assertEquals(OriginTracker.REPLAY, tracker.onSequence(ORIGIN, FLOW, CLASS, EPOCH, 100, 10));
        assertEquals(OriginTracker.REPLAY, tracker.onSequence(ORIGIN, FLOW, CLASS, EPOCH, 40, 64));
        assertEquals(0, tracker.onSequence(ORIGIN, FLOW, CLASS, EPOCH, 108, 5));
        assertEquals(2, tracker.repeated());
        assertEquals(0, tracker.onSequence(ORIGIN, FLOW, CLASS, EPOCH, 113, 5));
        assertEquals(0, tracker.repeated());
        assertEquals(OriginTracker.REPLAY, tracker.onSequence(ORIGIN, FLOW, CLASS, EPOCH, -64, 64));
    }

    private long on(final long sequence)
    {
        return tracker.onSequence(ORIGIN, FLOW, CLASS, EPOCH, sequence, 1);
    }
}
