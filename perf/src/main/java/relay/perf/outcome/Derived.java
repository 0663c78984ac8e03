package relay.perf.outcome;

import java.util.SequencedMap;

/**
 * A record whose JSON has keys beyond its components.
 */
@FunctionalInterface
public interface Derived
{
    /** {@return values that follow from the components, by key} */
    SequencedMap<String, ?> derived();
}
