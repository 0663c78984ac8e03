package relay.perf.topology;

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
import relay.perf.machine.Cores;
import relay.perf.machine.Machine;

/**
 * Runs the program between namespaces without a relay, so that nothing comes through.
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
    void shouldReportNoDelaysWithoutADatagram() throws IOException
    {
        final Machine machine = Machine.read(Path.of("."));
        final int core = machine.cores().getFirst();
        Topology.build(1, machine, new Cores(core, core), new PrintWriter(Writer.nullWriter()), topology ->
        {
            try (Membership host = Membership.start(topology, "host", 2, 50);
                Membership watch = Membership.start(topology, "relay", 0, Membership.JOIN_TIMEOUT_MS))
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
