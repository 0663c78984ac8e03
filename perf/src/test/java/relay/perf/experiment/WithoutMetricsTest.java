package relay.perf.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import relay.pool.LatencyRecorder;

class WithoutMetricsTest
{
    @TempDir
    private Path directory;

    @Test
    void shouldLendAndTakeBackWithoutCounting() throws Exception
    {
        assertEquals(List.of(3L, 2L), claims(ClassLoader.getSystemClassLoader()));
        try (URLClassLoader loader = withoutMetrics())
        {
            assertEquals(List.of(0L, 0L), claims(loader));
        }
    }

    @Test
    void shouldRecordNoDurations() throws Exception
    {
        try (URLClassLoader loader = withoutMetrics())
        {
            final Object recorder = loader.loadClass(LatencyRecorder.class.getName()).getConstructor().newInstance();
            recorder.getClass().getMethod("recordNs", long.class).invoke(recorder, 7L);
            assertEquals(null, recorder.getClass().getMethod("drainAfterStop").invoke(recorder));
        }
    }

    /** Three claims of two rounds of a lane with two buffers: what it counted as claimed, and as exhausted. */
    private static List<Long> claims(final ClassLoader loader) throws ReflectiveOperationException
    {
        final Class<?> laneClass = loader.loadClass("relay.pool.Lane");
        final Class<?> counts = loader.loadClass("relay.pool.BufferCounts");
        final Object two = counts.getConstructor(int.class, int.class, int.class, int.class).newInstance(2, 0, 0, 0);
        final Object lane =
            laneClass.getConstructor(String.class, counts, int.class, int.class).newInstance("test", two, 80, 1);
        final Method claim = laneClass.getMethod("claim", int.class, long.class);
        final List<Long> slots = new ArrayList<>();
        for (int i = 0; i < 4; i++)
        {
            slots.add((Long)claim.invoke(lane, 100, 1L));
        }
        laneClass.getMethod("publish").invoke(lane);
        final Object stage = laneClass.getMethod("stage").invoke(lane);
        stage.getClass().getMethod("pass").invoke(stage);
        release(laneClass.getMethod("reader", int.class).invoke(lane, 0));
        laneClass.getMethod("reclaim", long.class).invoke(lane, 2L);
        slots.add((Long)claim.invoke(lane, 100, 3L));
        laneClass.getMethod("publish").invoke(lane); // which counts the claims since the one before
        assertEquals(Arrays.asList(0L, 1L, -2L, -2L, 2L), slots);
        return List.of((Long)laneClass.getMethod("claimed", int.class).invoke(lane, 0),
            (Long)laneClass.getMethod("exhausted", int.class).invoke(lane, 0));
    }

    private static void release(final Object reader) throws ReflectiveOperationException
    {
        final Object available = reader.getClass().getMethod("available").invoke(reader);
        reader.getClass().getMethod("release", long.class).invoke(reader, available);
    }

    /** The pool's classes anew, the changed ones first. */
    private URLClassLoader withoutMetrics() throws IOException
    {
        WithoutMetrics.write(directory);
        final URL pool = LatencyRecorder.class.getProtectionDomain().getCodeSource().getLocation();
        return new URLClassLoader(new URL[]{directory.toUri().toURL(), pool}, ClassLoader.getSystemClassLoader())
        {
            @Override
            protected Class<?> loadClass(final String name, final boolean isResolved) throws ClassNotFoundException
            {
                if (!name.startsWith("relay.pool."))
                {
                    return super.loadClass(name, isResolved);
                }
                final Class<?> loaded = findLoadedClass(name);
                return null == loaded ? findClass(name) : loaded;
            }
        };
    }
}
