package relay.perf.rfc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import relay.perf.bench.Cores;
import relay.perf.bench.Machine;
import relay.perf.bench.Namespaces;
import relay.perf.bench.Stage;

/**
 * The program between namespaces without a relay, so that nothing comes through.
 */
@Timeout(60)
class MembershipIT
{
    @BeforeEach
    void assumePossible()
    {
        final String obstacle = Namespaces.obstacle();
        assumeTrue(null == obstacle, obstacle);
    }

    @Test
    void shouldTellNothingOfWhatNeverCame() throws IOException
    {
        final int core = Machine.read(Path.of(".")).cores().getFirst();
        final Cores cores = new Cores(core, core);
        Stage.set(1, cores, new PrintWriter(Writer.nullWriter()), stage ->
        {
            try (Membership host = Membership.start(stage, "host", 2, 50);
                Membership watch = Membership.start(stage, "relay", 0))
            {
                host.awaitEnd();
                assertEquals(List.of(Double.NaN, Double.NaN), host.delaysMs("host-join"));
                assertEquals(List.of(Double.NaN, Double.NaN), host.delaysMs("host-leave"));

                assertFalse(watch.isThrough());
                watch.stop();
                assertEquals(0, watch.value("joined"));
                assertEquals(0, watch.value("first"));
                return null;
            }
            catch (final IOException ex)
            {
                throw new UncheckedIOException(ex);
            }
        });
    }
}
