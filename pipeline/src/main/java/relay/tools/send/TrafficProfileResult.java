package relay.tools.send;

import java.util.List;
import relay.config.yaml.ConfigError;

/**
 * A whole, valid profile, or all that is wrong with it.
 *
 * @param profile null exactly when there are errors.
 * @param errors  in order of their places.
 */
public record TrafficProfileResult(TrafficProfile profile, List<ConfigError> errors)
{
}
