package relay.config.yaml;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Collects what is wrong, so that a user sees all of it at once. One thread.
 */
public final class ConfigErrors
{
    /** A file that is not a configuration at all could have an error in each line. */
    static final int ERRORS_MAX = 1_000;

    private static final Comparator<ConfigError> BY_PLACE =
        Comparator.comparingInt(ConfigError::line).thenComparingInt(ConfigError::column);

    private final List<ConfigError> errors = new ArrayList<>();
    private final List<ConfigError> warnings = new ArrayList<>();

    public void error(final Place place, final String message)
    {
        add(errors, place, message);
    }

    public void warning(final Place place, final String message)
    {
        add(warnings, place, message);
    }

    public boolean isFull()
    {
        return errors.size() >= ERRORS_MAX;
    }

    public boolean isEmpty()
    {
        return errors.isEmpty();
    }

    /**
     * @return every error, in order of their places.
     */
    public List<ConfigError> errors()
    {
        return inOrder(errors);
    }

    /**
     * @return every warning, in order of their places.
     */
    public List<ConfigError> warnings()
    {
        return inOrder(warnings);
    }

    private static List<ConfigError> inOrder(final List<ConfigError> list)
    {
        return list.stream().sorted(BY_PLACE).toList();
    }

    private static void add(final List<ConfigError> list, final Place place, final String message)
    {
        if (list.size() < ERRORS_MAX)
        {
            list.add(new ConfigError(place.source(), place.line(), place.column(), message));
        }
    }
}
