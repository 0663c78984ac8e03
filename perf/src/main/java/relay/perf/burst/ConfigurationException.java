package relay.perf.burst;

import java.io.Serial;
import java.util.List;
import java.util.stream.Collectors;
import relay.config.yaml.ConfigError;

/**
 * A file says something that cannot be.
 */
final class ConfigurationException extends RuntimeException
{
    @Serial
    private static final long serialVersionUID = 1L;

    /**
     * @param errors all that is wrong; the message has a line for each.
     */
    ConfigurationException(final List<ConfigError> errors)
    {
        super(errors.stream().map(ConfigError::toString).collect(Collectors.joining(System.lineSeparator())));
    }
}
