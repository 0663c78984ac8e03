package relay.config;

import java.util.List;
import relay.config.yaml.ConfigError;

/**
 * A whole, valid configuration, or all that is wrong with it.
 *
 * @param config   null exactly when there are errors.
 * @param errors   in order of their places; at most 1,000.
 * @param warnings what is allowed but probably not meant.
 */
public record ConfigResult(RelayConfig config, List<ConfigError> errors, List<ConfigError> warnings)
{
    /**
     * @return whether there is a configuration.
     */
    public boolean isValid()
    {
        return null != config;
    }
}
