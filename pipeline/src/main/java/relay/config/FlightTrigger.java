package relay.config;

import java.util.List;
import relay.config.yaml.Choice;

/**
 * Why a flight recorder writes down what it remembers.
 */
public enum FlightTrigger
{
    /** Datagrams are missing: of a flow from another relay, or of a feed. */
    GAP,
    /** A datagram found no buffer. */
    EXHAUSTED,
    /** A datagram was dropped because it was too old to be sent. */
    DEADLINE,
    /** Somebody sent SIGUSR1. */
    SIGNAL,
    /** The program that the relay is part of asked for it. */
    REQUEST;

    /** Those that a configuration may name; a request is always heard. */
    static final List<FlightTrigger> CONFIGURABLE = List.of(GAP, EXHAUSTED, DEADLINE, SIGNAL);

    /**
     * @return whether a person wants to see what there is, however short ago the last time was.
     */
    public boolean isUrgent()
    {
        return SIGNAL == this || REQUEST == this;
    }

    /**
     * @return as in a configuration and in the names of files.
     */
    public String label()
    {
        return Choice.text(this);
    }
}
