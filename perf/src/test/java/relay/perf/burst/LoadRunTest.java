package relay.perf.burst;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.agrona.DirectBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import relay.tools.paced.DatagramSource;

class LoadRunTest
{
    @Test
    @Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void shouldEndWhenItIsStoppedBeforeTheSourceHasAnything() throws IOException
    {
        final RelaySetup scene = RelaySetupOptions.loopback();
        final AtomicBoolean isAsked = new AtomicBoolean();
        try (RelayUnderTest relay = new ExternalRelay(null, 0))
        {
            final LoadResult result = new LoadRun(relay, scene.outputs(), 0, (startMs, endMs, interval) -> { })
                .run("slow", new SlowSource(isAsked), scene.to(), () ->
                {
                    isAsked.set(true);
                    return true;
                });
            assertEquals(0, result.sending().sent());
            assertTrue(result.doubts().getFirst().startsWith("stopped early"), () -> result.doubts().toString());
        }
    }

    /** Has nothing until somebody asks whether to stop. */
    private static final class SlowSource implements DatagramSource
    {
        private final AtomicBoolean isAsked;

        SlowSource(final AtomicBoolean isAsked)
        {
            this.isAsked = isAsked;
        }

        @Override
        public boolean next()
        {
            while (!isAsked.get())
            {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
            }
            return false;
        }

        @Override
        public DirectBuffer buffer()
        {
            return null;
        }

        @Override
        public int offset()
        {
            return 0;
        }

        @Override
        public int length()
        {
            return 0;
        }

        @Override
        public InetSocketAddress destination()
        {
            return null;
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
