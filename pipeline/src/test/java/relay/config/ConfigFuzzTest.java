package relay.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import relay.config.yaml.ConfigError;

/**
 * Whatever the bytes, the answer is a configuration or errors with their places, soon.
 */
class ConfigFuzzTest
{
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final int STEPS = 10_000;
    private static final String[] SCRAPS = {
        "[", "]", "{", "}", ": ", "- ", "? ", "&a ", "*a", "!x ", "|\n", ">\n", "\"", "'", "#", "---\n", "\t", "\n",
        "  ", "null", "~", "<<: ", "0", "-1", "99999999999999999999", "%", "ms", "MiB", "\u00e9", "\ud83d\ude00",
        "to: x",
        "class: ", "from: ", "aeron:ipc", "udp://original", "udp://*:1", "\u0000", "\r", ",", "@"};

    @Test
    void shouldAnswerMutatedFiles()
    {
        final long seed = 0x5EED_0002L;
        final SplittableRandom random = new SplittableRandom(seed);
        int valid = 0;
        for (int i = 0; i < STEPS; i++)
        {
            byte[] bytes = ConfigReaderTest.EXAMPLE.getBytes(StandardCharsets.UTF_8);
            for (int edits = random.nextInt(1, 6); edits > 0; edits--)
            {
                bytes = mutate(bytes, random);
            }
            valid += answer(bytes, "seed " + seed + ", step " + i) ? 1 : 0;
        }
        final int validCount = valid;
        assertTrue(valid > STEPS / 1_000 && valid < STEPS, () -> "the mutations reach both: " + validCount + " valid");
    }

    @Test
    void shouldAnswerLargeFilesSoon()
    {
        final StringBuilder circle = new StringBuilder("flows:\n");
        final StringBuilder sameGroup = new StringBuilder("flows:\n");
        for (int i = 0; i < 4_096; i++)
        {
            final String group = "udp://239.1." + i / 256 + "." + i % 256 + ":5000";
            final String to = "d" + i % 256 + ", d" + (i + 7) % 256;
            circle.append("  f" + i + ": { from: \"" + group + "\", to: [" + to + "] }\n");
            sameGroup.append("  f" + i + ": { from: \"udp://239.1.1.1:5000\", to: x }\n");
        }
        circle.append("destinations:\n");
        for (int i = 0; i < 256; i++)
        {
            circle.append("  d" + i + ": { to: \"udp://239.1.0." + i + ":5000\" }\n");
        }
        answer(circle.toString().getBytes(StandardCharsets.UTF_8), "circle");
        answer(sameGroup.toString().getBytes(StandardCharsets.UTF_8), "same group");
        answer("a".repeat(1 << 20).getBytes(StandardCharsets.UTF_8), "one word");
        answer("- x\n".repeat(1 << 18).getBytes(StandardCharsets.UTF_8), "long list");
        answer(" ".repeat(1 << 20).getBytes(StandardCharsets.UTF_8), "spaces");
        answer("x: ".repeat(300_000).getBytes(StandardCharsets.UTF_8), "colons");
        answer("\"\n".repeat(1 << 19).getBytes(StandardCharsets.UTF_8), "quotes");
    }

    private static boolean answer(final byte[] bytes, final String what)
    {
        final long startNs = THREADS.getCurrentThreadCpuTime(); // what others do on the machine does not count
        final ConfigResult result;
        try
        {
            result = ConfigReader.read("f.yaml", bytes);
        }
        catch (final Throwable ex)
        {
            throw new AssertionError(what + ":\n" + new String(bytes, StandardCharsets.ISO_8859_1), ex);
        }
        final long tookNs = THREADS.getCurrentThreadCpuTime() - startNs;
        assertTrue(tookNs < TimeUnit.SECONDS.toNanos(5), () -> what + " took " + tookNs + " ns");
        assertEquals(result.isValid(), result.errors().isEmpty(), what);
        for (final ConfigError error : result.errors())
        {
            assertTrue(error.line() >= 1 && error.column() >= 1, () -> what + ": " + error);
            assertEquals(1, error.toString().lines().count(), () -> what + ": " + error);
        }
        return result.isValid();
    }

    private static byte[] mutate(final byte[] bytes, final SplittableRandom random)
    {
        final ByteArrayOutputStream mutated = new ByteArrayOutputStream();
        final int at = random.nextInt(bytes.length + 1);
        final int skipped = Math.min(bytes.length, at + (random.nextInt(2) == 0 ? 0 : random.nextInt(8)));
        mutated.write(bytes, 0, at);
        switch (random.nextInt(4))
        {
            case 0 -> mutated.write(random.nextInt(256));
            case 1 ->
            {
                final int from = random.nextInt(bytes.length + 1);
                mutated.write(bytes, from, Math.min(bytes.length - from, random.nextInt(60)));
            }
            case 2 -> mutated.writeBytes(SCRAPS[random.nextInt(SCRAPS.length)].getBytes(StandardCharsets.UTF_8));
            default -> mutated.writeBytes(new byte[0]);
        }
        mutated.write(bytes, skipped, bytes.length - skipped);
        return mutated.toByteArray();
    }
}
