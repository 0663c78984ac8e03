package relay.perf.experiment;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.MethodModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Predicate;

/**
 * Relay without its metrics. The product has no switch for them, so the classes that ship are copied with the recording
 * taken out of their bytecode, and put first on a class path:
 *
 * <ul>
 * <li>{@code LatencyRecorder.recordNs} returns at once: no histograms;
 * <li>{@code SizeLedger.onXxx} return at once: a lane counts nothing;
 * <li>{@code FlowLedger.onXxx} and {@code DestinationLedger.onXxx} return at once: no counters, except for what was
 * sent, which is what costs are divided by.
 * </ul>
 *
 * What remains is the time of each claim in its slot, and the clock that is read once for a batch.
 */
final class WithoutMetrics
{
    private static final String RECORDER = "relay/pool/LatencyRecorder";
    private static final String SIZE_LEDGER = "relay/pool/SizeLedger";
    private static final String FLOW_LEDGER = "relay/pipeline/ledger/FlowLedger";
    private static final String DESTINATION_LEDGER = "relay/pipeline/ledger/DestinationLedger";

    private WithoutMetrics()
    {
    }

    /**
     * @param directory to write the classes to.
     * @throws IOException if they cannot be read or written.
     */
    static void write(final Path directory) throws IOException
    {
        write(directory, RECORDER, emptied(method -> "recordNs".equals(name(method))));
        write(directory, SIZE_LEDGER, emptied(WithoutMetrics::isCounting));
        write(directory, FLOW_LEDGER, emptied(WithoutMetrics::isCounting));
        write(directory, DESTINATION_LEDGER,
            emptied(method -> isCounting(method) && !"onSent".equals(name(method))));
    }

    private static void write(final Path directory, final String className, final ClassTransform transform)
        throws IOException
    {
        final ClassFile classFile = ClassFile.of();
        try (InputStream input = WithoutMetrics.class.getResourceAsStream("/" + className + ".class"))
        {
            final byte[] bytes = classFile.transformClass(classFile.parse(input.readAllBytes()), transform);
            final Path file = directory.resolve(className + ".class");
            Files.createDirectories(file.getParent());
            Files.write(file, bytes);
        }
    }

    /** Methods that return nothing, made to do nothing. */
    private static ClassTransform emptied(final Predicate<MethodModel> isEmptied)
    {
        return (builder, element) ->
        {
            if (element instanceof final MethodModel method && isEmptied.test(method))
            {
                builder.withMethodBody(
                    method.methodName(), method.methodType(), method.flags().flagsMask(), code -> code.return_());
            }
            else
            {
                builder.with(element);
            }
        };
    }

    private static boolean isCounting(final MethodModel method)
    {
        return name(method).matches("on[A-Z].*");
    }

    private static String name(final MethodModel method)
    {
        return method.methodName().stringValue();
    }
}
