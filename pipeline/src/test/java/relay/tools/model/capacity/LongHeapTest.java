package relay.tools.model.capacity;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.PriorityQueue;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class LongHeapTest
{
    @Test
    void shouldAlwaysHaveTheLeastAtHand()
    {
        final long seed = System.nanoTime();
        final SplittableRandom random = new SplittableRandom(seed);
        final PriorityQueue<Long> model = new PriorityQueue<>();
        final LongHeap heap = new LongHeap();
        for (int i = 0; i < 100_000; i++)
        {
            if (model.isEmpty() || random.nextInt(10_000) > i % 10_000)
            {
                final long value = random.nextLong(-500, 500);
                model.add(value);
                heap.add(value);
            }
            else
            {
                model.remove();
                heap.removeLeast();
            }
            assertEquals(model.isEmpty(), heap.isEmpty(), "seed " + seed);
            if (!model.isEmpty())
            {
                assertEquals(model.peek(), heap.peek(), "seed " + seed);
            }
        }
    }
}
