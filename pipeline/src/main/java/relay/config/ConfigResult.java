package relay.config;

import java.util.List;
import relay.config.yaml.ConfigError;
import relay.config.yaml.ConfigErrors;

/**
 * A whole, valid configuration, or all that is wrong with it.
 *
 * @param config   null exactly when there are errors.
 * @param errors   in order of their places; at most 1,000.
 * @param warnings what is allowed but probably not meant.
 */
public record ConfigResult(RelayConfig config, List<ConfigError> errors, List<ConfigError> warnings)
{
    static ConfigResult of(final RelayConfig config, final ConfigErrors errors)
    {
        return new ConfigResult(errors.isEmpty() ? config : null, errors.errors(), errors.warnings());
    }

    /**
     * @return whether there is a configuration.
     */
    public boolean isValid()
    {
        return null != config;
    }
}
