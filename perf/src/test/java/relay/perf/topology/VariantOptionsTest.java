package relay.perf.topology;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class VariantOptionsTest
{
    @Test
    void shouldTellOptionsOfTheJvmFromThoseOfTheRelay()
    {
        assertEquals(new VariantOptions("-XX:+UseZGC -Xmx1g", List.of()), VariantOptions.parse("-XX:+UseZGC -Xmx1g"));
        assertEquals(new VariantOptions("", List.of("--layout", "staged")), VariantOptions.parse("--layout staged"));
        assertEquals(new VariantOptions("-Xmx1g", List.of("--io", "portable", "--idle=yield")),
            VariantOptions.parse("  -Xmx1g  --io portable --idle=yield "));
    }
}
