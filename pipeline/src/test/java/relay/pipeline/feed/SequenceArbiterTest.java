package relay.pipeline.feed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import relay.config.FeedConfig;
import relay.config.FeedKey;

class SequenceArbiterTest
{
    private static final int A = 0;
    private static final int B = 1;
    private static final int WINDOW = 64;

    private TestFeed feed = new TestFeed(
        FeedConfig.of("f", List.of(), FeedKey.field(4, 8, true)).windowLength(WINDOW), 2);

    @Test
    void shouldPassOnTheFirstCopyOnly()
    {
        assertTrue(put(A, 10));
        assertFalse(put(B, 10));
        assertTrue(put(B, 11));
        assertFalse(put(A, 11));
        assertFalse(put(A, 11), "again on the same leg");
        assertCounts(2, 3, 0, 0);
        assertEquals(3, feed.ledger.arrived(A));
        assertEquals(1, feed.ledger.won(A));
        assertEquals(1, feed.ledger.won(B));
        assertEquals(0, feed.ledger.lost(A));
        assertEquals(0, feed.ledger.lost(B));
    }

    @Test
    void shouldCountAGapUntilItIsFilled()
    {
        put(A, 10);
        put(A, 14);
        assertCounts(2, 0, 3, 0);
        assertEquals(3, feed.ledger.lost(A));
        assertEquals(5, feed.ledger.lost(B));
        put(B, 10);
        assertTrue(put(B, 12));
        assertCounts(3, 1, 2, 1);
        assertTrue(put(A, 11), "B had passed it too");
        assertCounts(4, 1, 1, 2);
        assertEquals(2, feed.ledger.lost(A));
        assertEquals(3, feed.ledger.lost(B));
    }

    @Test
    void shouldBeAwareOfGapsWithOneLeg()
    {
        feed = new TestFeed(FeedKey.field(4, 8, true), 1);
        put(A, 5);
        put(A, 9);
        assertFalse(put(A, 9));
        assertCounts(2, 1, 3, 0);
        assertEquals(3, feed.ledger.lost(A));
    }

    @Test
    void shouldTakeWhatCameBeforeTheFirst()
    {
        put(A, 100);
        assertTrue(put(B, 98));
        assertCounts(2, 0, 1, 1);
        assertTrue(put(B, 99));
        assertCounts(3, 0, 0, 2);
    }

    @Test
    void shouldGiveTheOtherCopyItsChanceWhenThereWasNoBuffer()
    {
        put(A, 1);
        assertTrue(feed.put(A, 0, TestFeed.field(2), 16, false));
        assertTrue(put(B, 2));
        assertFalse(put(A, 2));
        assertEquals(2, feed.ledger.forwarded());
        assertEquals(feed.ledger.arrived(A) + feed.ledger.arrived(B),
            feed.ledger.forwarded() + feed.ledger.duplicates() + 1);
    }

    @Test
    void shouldKeepChannelsApart()
    {
        put(A, 1);
        assertTrue(feed.put(B, 1, TestFeed.field(1), 0, true));
        assertFalse(feed.put(B, 0, TestFeed.field(1), 0, true));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3, 4, 7, 11, 12, 16})
    void shouldReadTheKeyWhereverItLies(final int inPosted)
    {
        assertTrue(feed.put(A, 0, TestFeed.field(0x0102_0304_0506_0708L), inPosted, true));
        assertTrue(feed.put(A, 0, TestFeed.field(0x0102_0304_0506_0709L), inPosted, true));
        assertCounts(2, 0, 0, 0);
    }

    @Test
    void shouldRecordHowMuchEarlierTheWinnerWas()
    {
        put(A, 1);
        feed.nowNs += 5_000;
        put(B, 1);
        put(B, 1);
        put(B, 2);
        feed.nowNs += 300;
        put(A, 2);
        assertLead(A, 5_000);
        assertLead(B, 300);
    }

    @Test
    void shouldDropWhatALateLegBringsFromBehindTheWindow()
    {
        put(A, 0);
        put(B, 0);
        for (int i = 1; i < 1_000; i++)
        {
            put(A, i);
        }
        for (int i = 1; i < 1_000; i++)
        {
            assertFalse(put(B, i));
        }
        assertCounts(1_000, 1_000, 0, 0);
        assertEquals(0, feed.ledger.restarts());
    }

    @Test
    void shouldDropTheSameFromALegThatBroughtNothingYet()
    {
        for (int i = 0; i < 1_000; i++)
        {
            put(A, i);
        }
        for (int i = 0; i < 1_000; i++)
        {
            assertFalse(put(B, i));
        }
    }

    @Test
    void shouldHearANewLegAfterTheOthersFellSilent()
    {
        for (int i = 0; i < 1_000; i++)
        {
            put(A, 100_000 + i);
        }
        assertFalse(put(B, 0), "most likely a leg that is late");
        feed.nowNs += SequenceWindow.IDLE_NS + 1;
        assertTrue(put(B, 1));
        assertTrue(put(B, 2));
        assertFalse(put(A, 2));
        assertEquals(1, feed.ledger.restarts());
    }

    @Test
    void shouldLoseNothingOfARestartAndDoubleNothing()
    {
        for (int i = 100_000; i < 100_050; i++)
        {
            put(A, i);
            put(B, i);
        }
        assertTrue(put(A, 0), "undecided, and passed on");
        assertFalse(put(B, 0));
        assertTrue(put(B, 1));
        assertEquals(1, feed.ledger.restarts());
        assertFalse(put(A, 1));
        assertTrue(put(A, 2));
        assertFalse(put(B, 2));
        assertCounts(53, 53, 0, 0);
    }

    @Test
    void shouldArbitrateTheRestOfTheOldRunAfterARestart()
    {
        put(A, 100_000);
        put(B, 100_000);
        put(A, 100_001);
        put(A, 0);
        put(A, 1);
        assertFalse(put(B, 100_001));
        assertTrue(put(B, 100_002), "lost on A");
        assertFalse(put(B, 0));
        assertFalse(put(B, 1));
        assertEquals(1, feed.ledger.restarts());
        assertEquals(0, feed.ledger.missing());
        assertEquals(1, feed.ledger.lost(A));
        assertEquals(0, feed.ledger.lost(B));
    }

    @Test
    void shouldTakeNumbersAgainAfterASilence()
    {
        for (int i = 0; i < 50; i++)
        {
            put(A, i);
        }
        assertFalse(put(A, 0), "a copy");
        feed.nowNs += SequenceWindow.IDLE_NS + 1;
        for (int i = 0; i < 60; i++)
        {
            assertTrue(put(A, i), "a source that was started anew");
            assertFalse(put(B, i));
        }
        assertEquals(1, feed.ledger.restarts());
        assertEquals(0, feed.ledger.missing());
    }

    @Test
    void shouldNotBeMovedByOneForgedNumber()
    {
        for (int i = 0; i < 200; i++)
        {
            assertTrue(put(A, i));
            assertFalse(put(B, i));
            assertTrue(put(B, 1L << 40 | (long)i * 1_000), "passed on, since it may be true");
        }
        assertEquals(0, feed.ledger.restarts());
        assertEquals(0, feed.ledger.missing());
        assertEquals(0, feed.ledger.lost(A));
    }

    @Test
    void shouldFollowASourceThatLeftOutMoreThanAWindow()
    {
        put(A, 10);
        put(B, 10);
        assertTrue(put(A, 5_000));
        assertFalse(put(B, 5_000));
        assertTrue(put(B, 5_002));
        assertEquals(0, feed.ledger.missing(), "undecided");
        assertTrue(put(B, 5_003));
        assertTrue(put(A, 5_001));
        assertFalse(put(A, 5_003));
        assertEquals(0, feed.ledger.restarts());
        assertEquals(4_989, feed.ledger.missing());
        assertEquals(4_989 + 1, feed.ledger.lost(A));
        assertEquals(4_989 + 1, feed.ledger.lost(B));
    }

    @Test
    void shouldCallALeapARestart()
    {
        put(A, 10);
        put(A, 11 + SequenceRuns.JUMP_MAX + 1);
        put(A, 12 + SequenceRuns.JUMP_MAX + 1);
        assertEquals(1, feed.ledger.restarts());
        assertEquals(0, feed.ledger.missing());
    }

    @ParameterizedTest
    @ValueSource(longs = {-20, Long.MAX_VALUE - 20})
    void shouldCountPastTheEndOfItsNumbers(final long start)
    {
        for (long i = start; i != start + 100; i++)
        {
            assertTrue(put(A, i));
            assertFalse(put(B, i));
        }
        assertCounts(100, 100, 0, 0);
        assertEquals(0, feed.ledger.restarts());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void shouldExtendNarrowNumbersAcrossWraps(final int width)
    {
        feed = new TestFeed(FeedKey.field(4, width, true), 2);
        final long start = (1L << 8 * width) - 1_000;
        for (long i = start; i != start + 300_000; i++)
        {
            assertTrue(put(A, i));
            assertTrue(i % 7 != 0 || !put(B, i));
        }
        assertEquals(0, feed.ledger.missing());
        assertEquals(0, feed.ledger.restarts());
    }

    @Test
    void shouldReadRtp()
    {
        feed = new TestFeed(FeedKey.RTP, 2);
        assertTrue(feed.put(A, TestFeed.rtp(65_535, 1)));
        assertTrue(feed.put(B, TestFeed.rtp(1, 1)));
        assertTrue(feed.put(A, TestFeed.rtp(0, 1)));
        assertFalse(feed.put(B, TestFeed.rtp(65_535, 1)));
        assertCounts(3, 1, 0, 1);
        assertTrue(feed.put(A, TestFeed.rtp(0, 2)), "another SSRC is another run");
        assertTrue(feed.put(B, TestFeed.rtp(1, 2)));
        assertFalse(feed.put(A, TestFeed.rtp(1, 2)));
        assertEquals(1, feed.ledger.restarts());
    }

    @Test
    void shouldPassOnWhatIsNoRtp()
    {
        feed = new TestFeed(FeedKey.RTP, 2);
        final byte[] version1 = TestFeed.rtp(1, 1);
        version1[0] = 0x40;
        final byte[] senderReport = TestFeed.rtp(1, 1);
        senderReport[1] = (byte)200;
        for (final byte[] payload : new byte[][] {version1, senderReport, new byte[11], new byte[0]})
        {
            assertTrue(feed.put(A, payload));
            assertTrue(feed.put(B, payload));
        }
        assertEquals(8, feed.ledger.unkeyed());
        assertCounts(8, 0, 0, 0);
    }

    @Test
    void shouldReadMoldUdp64()
    {
        feed = new TestFeed(FeedKey.MOLDUDP64, 2);
        assertTrue(feed.put(A, TestFeed.mold("SESSION  1", 1, 3)));
        assertFalse(feed.put(B, TestFeed.mold("SESSION  1", 1, 3)));
        assertTrue(feed.put(B, TestFeed.mold("SESSION  1", 6, 1)));
        assertEquals(2, feed.ledger.missing(), "messages 4 and 5");
        assertTrue(feed.put(A, TestFeed.mold("SESSION  1", 4, 2)));
        assertCounts(3, 1, 0, 1);
        assertEquals(1, feed.ledger.lost(A));
        assertEquals(2, feed.ledger.lost(B));
        assertTrue(feed.put(A, TestFeed.mold("SESSION  2", 1, 1)));
        assertTrue(feed.put(B, TestFeed.mold("SESSION  2", 2, 1)));
        assertFalse(feed.put(B, TestFeed.mold("SESSION  2", 1, 1)));
        assertEquals(1, feed.ledger.restarts());
    }

    @Test
    void shouldLearnOfGapsFromHeartbeatsAndPassThemOn()
    {
        feed = new TestFeed(FeedKey.MOLDUDP64, 2);
        feed.put(A, TestFeed.mold("SESSION  1", 1, 1));
        assertTrue(feed.put(A, TestFeed.mold("SESSION  1", 5, 0)));
        assertTrue(feed.put(B, TestFeed.mold("SESSION  1", 5, 0)));
        assertEquals(3, feed.ledger.missing());
        assertTrue(feed.put(B, TestFeed.mold("SESSION  1", 6, 0xFFFF)));
        assertEquals(4, feed.ledger.missing());
        feed.put(B, TestFeed.mold("SESSION  1", 1L << 50, 0));
        feed.put(B, TestFeed.mold("SESSION  7", 9, 0));
        assertEquals(4, feed.ledger.missing(), "neither is believed");
        assertEquals(0, feed.ledger.unkeyed());
    }

    @Test
    void shouldNotBelieveMoreMessagesThanThereIsRoomFor()
    {
        feed = new TestFeed(FeedKey.MOLDUDP64, 1);
        final byte[] payload = TestFeed.mold("SESSION  1", 1, 1);
        payload[18] = 60;
        assertTrue(feed.put(A, payload));
        assertEquals(1, feed.ledger.unkeyed());
    }

    @Test
    void shouldReadCme()
    {
        feed = new TestFeed(FeedKey.CME, 2);
        assertTrue(feed.put(A, TestFeed.cme(0xFFFF_FFFFL)));
        assertTrue(feed.put(A, TestFeed.cme(0)));
        assertFalse(feed.put(B, TestFeed.cme(0)));
        assertTrue(feed.put(A, new byte[11]));
        assertEquals(1, feed.ledger.unkeyed());
        assertEquals(0, feed.ledger.missing());
    }

    private boolean put(final int leg, final long number)
    {
        return feed.put(leg, TestFeed.field(number));
    }

    private void assertCounts(final long forwarded, final long duplicates, final long missing, final long recovered)
    {
        assertEquals(forwarded, feed.ledger.forwarded(), "forwarded");
        assertEquals(duplicates, feed.ledger.duplicates(), "duplicates");
        assertEquals(missing, feed.ledger.missing(), "missing");
        assertEquals(recovered, feed.ledger.recovered(), "recovered");
    }

    private void assertLead(final int leg, final long leadNs)
    {
        final Histogram histogram = new Histogram(1, TimeUnit.HOURS.toNanos(1), 3);
        histogram.add(feed.ledger.lead(leg).drainAfterStop());
        assertEquals(1, histogram.getTotalCount());
        assertTrue(histogram.valuesAreEquivalent(leadNs, histogram.getMaxValue()), () -> "" + histogram.getMaxValue());
    }
}
