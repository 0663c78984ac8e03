package relay.pipeline.endpoint;

import java.nio.file.Path;
import java.util.function.LongFunction;
import org.agrona.ErrorHandler;

/**
 * Which Aeron media driver a relay uses.
 *
 * @param external     directory of a driver that runs already; null to embed one.
 * @param files        returns the directory where an embedded driver may keep so many bytes, or throws.
 * @param errorHandler gets every error of driver and client, on their threads.
 */
public record AeronDriver(String external, LongFunction<Path> files, ErrorHandler errorHandler)
{
}
