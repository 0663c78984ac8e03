package relay.perf.experiment;

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import relay.pool.BufferCounts;
import relay.pool.Lane;
import relay.pool.LaneReader;
import relay.pool.LaneStage;
import relay.transport.wire.Envelope;

/**
 * How soon a lane without a free buffer lends one again: from just before a reader on one thread releases its first
 * packet, to just after a claim on another succeeds, which meanwhile reclaims and claims in vain, as ingress does.
 */
final class ClaimRecovery
{
    private static final int LENGTH = 1_500;
    private static final int DELAY_SPINS_MAX = 200;
    private static final int SIGNIFICANT_DIGITS = 3;
    private static final int WARM_UP_DIVISOR = 4;

    private final Lane lane;
    private final LaneStage stage;
    private final LaneReader reader;
    private final int buffers;
    private final int rounds;
    private final Histogram recoveryNs = new Histogram(1, TimeUnit.SECONDS.toNanos(10), SIGNIFICANT_DIGITS);
    private volatile int exhaustedRound;
    private volatile int recoveredRound;
    private volatile int emptiedRound;
    private long releaseNs;

    private ClaimRecovery(final int buffers, final int rounds)
    {
        this.buffers = buffers;
        this.rounds = rounds;
        lane = new Lane("recovery", new BufferCounts(buffers, 0, 0, 0), Envelope.LENGTH, 1);
        stage = lane.stage();
        reader = lane.reader(0);
    }

    /**
     * @param buffers of the lane.
     * @param rounds  how often it runs dry; the first quarter warms up and is not counted.
     * @return nanoseconds from release to claim, two readings of the clock included.
     * @throws InterruptedException if interrupted.
     */
    static Histogram measure(final int buffers, final int rounds) throws InterruptedException
    {
        final ClaimRecovery recovery = new ClaimRecovery(buffers, rounds);
        final Thread egress = new Thread(recovery::release, "recovery egress");
        egress.setDaemon(true);
        egress.start();
        recovery.claim();
        egress.join();
        return recovery.recoveryNs;
    }

    private void claim()
    {
        long nowNs = 0;
        for (int round = 1; round <= rounds; round++)
        {
            while (Lane.EXHAUSTED != lane.claim(LENGTH, ++nowNs))
            {
                lane.publish();
            }
            exhaustedRound = round;
            do
            {
                lane.reclaim(nowNs);
            }
            while (Lane.EXHAUSTED == lane.claim(LENGTH, ++nowNs));
            final long claimNs = System.nanoTime();
            lane.publish();
            if (round > rounds / WARM_UP_DIVISOR)
            {
                recoveryNs.recordValue(Math.max(0, claimNs - releaseNs));
            }
            recoveredRound = round;
            while (emptiedRound != round)
            {
                Thread.onSpinWait();
            }
            lane.reclaim(nowNs);
        }
    }

    private void release()
    {
        final SplittableRandom random = new SplittableRandom(buffers);
        for (int round = 1; round <= rounds; round++)
        {
            while (exhaustedRound != round)
            {
                Thread.onSpinWait();
            }
            stage.pass();
            for (int i = random.nextInt(DELAY_SPINS_MAX); i >= 0; i--)
            {
                Thread.onSpinWait(); // so that ingress is somewhere in its loop
            }
            releaseNs = System.nanoTime();
            reader.release(reader.position() + 1);
            while (recoveredRound != round)
            {
                Thread.onSpinWait();
            }
            stage.pass();
            reader.release(reader.available());
            emptiedRound = round;
        }
    }
}
