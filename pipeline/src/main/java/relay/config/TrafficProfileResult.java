package relay.config;

import java.util.List;
import relay.traffic.TrafficProfile;

/**
 * A whole, valid profile, or all that is wrong with it.
 *
 * @param profile null exactly when there are errors.
 * @param errors  in order of their places.
 */
public record TrafficProfileResult(TrafficProfile profile, List<ConfigError> errors)
{
}
