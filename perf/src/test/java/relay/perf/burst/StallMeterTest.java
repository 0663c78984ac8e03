package relay.perf.burst;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class StallMeterTest
{
    private final StallMeter silence = new StallMeter();

    @Test
    void shouldNotTakeAPauseOfTheSourceForSilence()
    {
        silence.onDue(10);
        silence.onDue(1_000); // told as soon as the one before it is sent
        silence.onArrival(12, 10);
        silence.onArrival(1_003, 1_000);
        silence.conclude(9_000);
        assertEquals(3, silence.longestNs());
    }

    @Test
    void shouldCountFromTheFirstThatWasLost()
    {
        silence.onDue(10);
        silence.onArrival(11, 10);
        silence.onDue(20);
        silence.onDue(30);
        silence.onDue(40);
        silence.onArrival(42, 40);
        assertEquals(22, silence.longestNs());
    }

    @Test
    void shouldCountFromTheLastArrivalWhatTheSourceSentLate()
    {
        silence.onDue(10);
        silence.onArrival(100, 10);
        silence.onDue(20); // lost
        silence.onDue(90);
        silence.onArrival(150, 90);
        assertEquals(90, silence.longestNs());
        silence.onArrival(190, 20);
        assertEquals(90, silence.longestNs());
    }

    @Test
    void shouldCountToTheLastThatWasDueWhenNothingComesAnyMore()
    {
        silence.onDue(10);
        silence.onArrival(11, 10);
        silence.onDue(20);
        silence.onDue(80);
        silence.conclude(9_000);
        assertEquals(60, silence.longestNs());
    }

    @Test
    void shouldNotCountWhatIsNotDueYetWhenItIsStopped()
    {
        silence.onDue(10);
        silence.onDue(500);
        silence.conclude(40);
        assertEquals(30, silence.longestNs());
    }
}
