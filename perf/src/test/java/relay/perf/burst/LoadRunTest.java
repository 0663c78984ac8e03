package relay.perf.burst;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import relay.traffic.DatagramSource;

class LoadRunTest
{
    @Test
    @Timeout(20)
    void shouldEndWhenItIsStoppedBeforeTheSourceHasAnything() throws IOException
    {
        final Scene scene = SceneOptions.loopback();
        final long startNs = System.nanoTime();
        try (RelayUnderTest relay = new OtherRelay(null, 0))
        {
            final RunResult result = new LoadRun(relay, scene.outputs(), 0, (startMs, endMs, interval) -> { })
                .run("slow", new SlowSource(scene.to().expand().getFirst()), scene.to(), () ->
                     System.nanoTime() - startNs > TimeUnit.MILLISECONDS.toNanos(50));
            assertEquals(0, result.sending().sent());
            assertTrue(result.doubts().getFirst().startsWith("stopped early"), () -> result.doubts().toString());
        }
    }

    /** So slow that reading ahead is not done when the test is. */
    private static final class SlowSource implements DatagramSource
    {
        private final UnsafeBuffer payload = new UnsafeBuffer(new byte[10]);
        private final InetSocketAddress destination;

        SlowSource(final InetSocketAddress destination)
        {
            this.destination = destination;
        }

        @Override
        public boolean next()
        {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
            return true;
        }

        @Override
        public DirectBuffer buffer()
        {
            return payload;
        }

        @Override
        public int offset()
        {
            return 0;
        }

        @Override
        public int length()
        {
            return payload.capacity();
        }

        @Override
        public InetSocketAddress destination()
        {
            return destination;
        }

        @Override
        public long dueNs()
        {
            return 0;
        }

        @Override
        public void close()
        {
            // owns nothing but memory
        }
    }
}
