package relay.tools.send;

import java.util.SplittableRandom;

/**
 * All streams of a profile in the order in which their datagrams are due; of those due at the same time, the earlier
 * stream in the profile first.
 */
final class ProfileArrivals implements Arrivals
{
    private final TrafficStream[] streams;
    /** Numbers of streams, as a heap: the next one first. */
    private final int[] heap;
    private boolean isStarted;

    ProfileArrivals(final TrafficProfile profile, final long seed, final double scale)
    {
        final SplittableRandom random = new SplittableRandom(seed);
        final Modulation modulation = new Modulation(profile, seed);
        streams = new TrafficStream[profile.flows().stream().mapToInt(TrafficProfile.Flow::sources).sum()];
        heap = new int[streams.length];
        int next = 0;
        int group = 0;
        for (final TrafficProfile.Flow flow : profile.flows())
        {
            for (int i = 0; i < flow.sources(); i++)
            {
                streams[next] = new TrafficStream(flow, group + i % flow.groups(), modulation, random.split(), scale);
                heap[next] = next;
                next++;
            }
            group += flow.groups();
        }
        for (int i = heap.length / 2 - 1; i >= 0; i--)
        {
            siftDown(i);
        }
    }

    @Override
    public void next()
    {
        if (isStarted)
        {
            streams[heap[0]].advance();
            siftDown(0);
        }
        isStarted = true;
    }

    @Override
    public long dueNs()
    {
        return streams[heap[0]].dueNs();
    }

    @Override
    public int length()
    {
        return streams[heap[0]].length();
    }

    @Override
    public int flow()
    {
        return streams[heap[0]].group();
    }

    private void siftDown(final int from)
    {
        final int moved = heap[from];
        int place = from;
        while (2 * place + 1 < heap.length)
        {
            int child = 2 * place + 1;
            if (child + 1 < heap.length && isBefore(heap[child + 1], heap[child]))
            {
                child++;
            }
            if (isBefore(moved, heap[child]))
            {
                break;
            }
            heap[place] = heap[child];
            place = child;
        }
        heap[place] = moved;
    }

    private boolean isBefore(final int one, final int other)
    {
        final long gapNs = streams[one].dueNs() - streams[other].dueNs();
        return gapNs < 0 || (0 == gapNs && one < other);
    }
}
