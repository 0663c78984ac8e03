#!/usr/bin/env bash
# Disruptor 4.0.0 (com.lmax:disruptor): a single producer that claims several sequences before it publishes any of them
# can move the cursor by claiming alone. When SingleProducerSequencer.next() finds that its cached copy of the gating
# sequence is too old, it stores the sequence claimed last into the cursor (for a full fence before it reads the gating
# sequences again), although nothing was published. Consumers that follow the cursor then see slots without content.
# One would expect getCursor() to be the last sequence that was published.
#
# Valid use: one producer thread, capacity never exceeded, the gating sequence moved on before each round.
# Seen: the cursor moves without a publish, in the round in which a claim passes the cached gating value; it does not
# when hasAvailableCapacity(remainingCapacity()), which renews the cached value, is called after the gating sequence moved.
# Fails if that changes. Needs Maven and a JDK 17 or later.
set -euo pipefail
version=4.0.0
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
mvn -B -q dependency:copy -Dartifact=com.lmax:disruptor:$version -DoutputDirectory="$folder" -Dmdep.useBaseVersion=true
cat >"$folder/Probe.java" <<'JAVA'
import com.lmax.disruptor.BusySpinWaitStrategy;
import com.lmax.disruptor.RingBuffer;
import com.lmax.disruptor.Sequence;

public class Probe
{
    public static void main(final String[] args)
    {
        System.out.println("gating only moved: cursor moved by claims alone: " + movesEarly(false));
        System.out.println("cached value renewed: cursor moved by claims alone: " + movesEarly(true));
    }

    /** Rounds of five claims, one publish, and a consumer that is done with all of them before the next round. */
    private static boolean movesEarly(final boolean isRenewed)
    {
        final RingBuffer<long[]> ring = RingBuffer.createSingleProducer(() -> new long[1], 8, new BusySpinWaitStrategy());
        final Sequence consumed = new Sequence();
        ring.addGatingSequences(consumed);
        boolean isEarly = false;
        for (int round = 0; round < 10; round++)
        {
            final long published = ring.getCursor();
            long claimed = published;
            for (int i = 0; i < 5; i++)
            {
                claimed = ring.next();
                isEarly |= ring.getCursor() > published;
            }
            ring.publish(published + 1, claimed);
            consumed.set(claimed);
            if (isRenewed)
            {
                ring.hasAvailableCapacity((int)ring.remainingCapacity());
            }
        }
        return isEarly;
    }
}
JAVA
seen=$(java -cp "$folder/disruptor-$version.jar" "$folder/Probe.java")
echo "$seen"
[ "$seen" = "gating only moved: cursor moved by claims alone: true
cached value renewed: cursor moved by claims alone: false" ] || { echo "changed" >&2; exit 1; }
