package relay.config;

import relay.config.yaml.Choice;

/**
 * What becomes of a destination that holds more than its share of a lane.
 */
public enum WhenSlow
{
    /** It skips its oldest: what it still sends is as new as can be. */
    SKIP_OLDEST,
    /** It keeps its oldest in buffers of its own, and skips the newest when those are full: no gap until then. */
    SKIP_NEWEST,
    /** It gets nothing for a while: others are spared a destination that cannot keep up. */
    DISCONNECT;

    /**
     * @return as a configuration would say it.
     */
    @Override
    public String toString()
    {
        return Choice.text(this);
    }
}
