package relay.perf.experiment;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.MethodModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import relay.pipeline.ledger.DestinationLedger;
import relay.pipeline.ledger.FlowLedger;
import relay.pool.LatencyRecorder;

/**
 * Relay without its metrics. The product has no switch for them, so the classes that ship are copied with the recording
 * taken out of their bytecode, and put first on a class path:
 *
 * <ul>
 * <li>{@code LatencyRecorder.recordNs} returns at once: no histograms;
 * <li>{@code SizeLedger.onXxx} return at once: a lane counts nothing;
 * <li>{@code FlowLedger.onXxx} and {@code DestinationLedger.onXxx} return at once: no counters, except for what was
 * sent, which costs are divided by.
 * </ul>
 *
 * What remains is the time of each claim in its slot, and the clock that is read once for a batch.
 */
final class WithoutMetrics
{
    /** Names of the methods that are emptied, by class. */
    private static final Map<String, String> EMPTIED = Map.of(
        LatencyRecorder.class.getName(), "recordNs",
        LatencyRecorder.class.getPackageName() + ".SizeLedger", "on[A-Z].*",
        FlowLedger.class.getName(), "on[A-Z].*",
        DestinationLedger.class.getName(), "on(?!Sent$)[A-Z].*");

    private WithoutMetrics()
    {
    }

    /**
     * @param directory to write the classes to.
     * @throws IOException if they cannot be read or written.
     */
    static void write(final Path directory) throws IOException
    {
        for (final Map.Entry<String, String> each : EMPTIED.entrySet())
        {
            write(directory, each.getKey().replace('.', '/') + ".class", emptied(each.getValue()));
        }
    }

    private static void write(final Path directory, final String name, final ClassTransform transform)
        throws IOException
    {
        final ClassFile classFile = ClassFile.of();
        try (InputStream input = WithoutMetrics.class.getResourceAsStream("/" + name))
        {
            final Path file = directory.resolve(name);
            Files.createDirectories(file.getParent());
            Files.write(file, classFile.transformClass(classFile.parse(input.readAllBytes()), transform));
        }
    }

    /** Methods that return nothing, made to do nothing. */
    private static ClassTransform emptied(final String names)
    {
        return (builder, element) ->
        {
            if (element instanceof final MethodModel method && method.methodName().stringValue().matches(names))
            {
                builder.withMethodBody(
                    method.methodName(), method.methodType(), method.flags().flagsMask(), CodeBuilder::return_);
            }
            else
            {
                builder.with(element);
            }
        };
    }
}
