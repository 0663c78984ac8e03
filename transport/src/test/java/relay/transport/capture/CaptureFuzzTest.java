package relay.transport.capture;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.junit.jupiter.api.Tag;

/**
 * What {@link CaptureMutationTest} checks, for a fuzzer. As a plain test this reads the corpus, which {@link
 * SampleCaptures} wrote; to fuzz, run {@code JAZZER_FUZZ=1 mvn test -pl pool,transport -Dtest=CaptureFuzzTest}.
 */
@Tag("fuzz")
class CaptureFuzzTest
{
    @FuzzTest(maxDuration = "2m")
    void shouldReadAnyBytes(final byte[] file)
    {
        CaptureMutationTest.check(file);
    }
}
