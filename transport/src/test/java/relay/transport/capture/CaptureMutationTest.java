package relay.transport.capture;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * Whatever the bytes, a reader throws nothing and counts every record.
 */
class CaptureMutationTest
{
    private static final int STEPS = 5_000;

    @Test
    void shouldReadMutatedCaptures()
    {
        final long seed = 0x5EED_0062L;
        final SplittableRandom random = new SplittableRandom(seed);
        final List<byte[]> samples = new ArrayList<>(SampleCaptures.all().values());
        int damaged = 0;
        for (int step = 0; step < STEPS; step++)
        {
            byte[] file = samples.get(random.nextInt(samples.size()));
            for (int edits = random.nextInt(1, 6); edits > 0; edits--)
            {
                file = mutate(file, random);
            }
            try
            {
                damaged += check(file) ? 0 : 1;
            }
            catch (final RuntimeException | AssertionError ex)
            {
                throw new AssertionError(
                    "seed " + seed + ", step " + step + ": " + HexFormat.of().formatHex(file), ex);
            }
        }
        final int damagedCount = damaged;
        assertTrue(damaged > STEPS / 10 && damaged < STEPS * 9 / 10, () -> "both are reached: " + damagedCount);
    }

    /** The fuzzer's corpus: what this project makes itself, and what the fuzzer finds. */
    @Test
    void shouldHaveTheSamplesInTheCorpus() throws IOException
    {
        for (final Map.Entry<String, byte[]> sample : SampleCaptures.all().entrySet())
        {
            final byte[] file = Files.readAllBytes(SampleCaptures.CORPUS.resolve(sample.getKey()));
            // how gzip packs differs between versions of the library
            if (!sample.getKey().endsWith(".gz"))
            {
                assertArrayEquals(sample.getValue(), file, sample.getKey());
            }
        }
    }

    /** @return whether the file is whole. */
    static boolean check(final byte[] file)
    {
        final CaptureReader reader = TestCapture.read(file);
        long datagrams = 0;
        while (reader.next())
        {
            datagrams++;
            final int length = reader.payloadLength();
            assertTrue(length >= 0 && length <= 65_527);
            assertTrue(reader.payloadOffset() >= 0 && reader.payloadOffset() + length <= reader.buffer().capacity());
            assertTrue(Math.abs(reader.epochNs()) <= TickTime.EPOCH_NS_MAX + 1);
            assertFalse(reader.destinationText().isEmpty());
        }
        assertEquals(datagrams, reader.datagrams());
        Datagrams.skipped(reader);
        assertFalse(reader.next());
        assertTrue(null == reader.error() || reader.error().startsWith("offset "), reader.error());
        return null == reader.error();
    }

    private static byte[] mutate(final byte[] file, final SplittableRandom random)
    {
        final int at = random.nextInt(file.length + 1);
        return switch (random.nextInt(4))
        {
            case 0 -> Arrays.copyOf(file, at);
            case 1 -> Frames.concat(Arrays.copyOf(file, at), Arrays.copyOfRange(file, at / 2, file.length));
            default ->
            {
                final byte[] changed = file.clone();
                if (at < file.length)
                {
                    changed[at] = (byte)(random.nextBoolean() ? random.nextInt(256) :
                        changed[at] ^ 1 << random.nextInt(8));
                }
                yield changed;
            }
        };
    }
}
