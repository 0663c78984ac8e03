package relay.config;

import java.util.List;
import relay.config.yaml.Choice;
import relay.transport.udp.Io;

/**
 * How a relay is run, as opposed to what it relays.
 *
 * @param profile that decided what was not said.
 * @param layout  which threads run the stages of a worker.
 * @param workers the most workers that flows are spread over, 1 or more.
 * @param idle    what the data threads do when there is nothing to do.
 * @param cores   that the data threads are pinned to, in this order; none to leave that to the system.
 * @param io      how datagrams get in and out.
 */
public record Execution(Profile profile, Layout layout, int workers, Idle idle, List<Integer> cores, Io io)
{
    /** More would be sockets and buffers that nobody needs. */
    public static final int WORKERS_MAX = 64;

    /**
     * @param layout any.
     * @return one worker, on any core.
     */
    public static Execution of(final Layout layout)
    {
        return new Execution(Profile.LAPTOP, layout, 1, Idle.BACKOFF, List.of(), Io.AUTO);
    }

    /**
     * @return as a configuration would say it.
     */
    @Override
    public String toString()
    {
        return "profile " + Choice.text(profile) + ", layout " + Choice.text(layout) + ", workers " + workers +
            ", idle " + Choice.text(idle) + ", " +
            (cores.isEmpty() ? "any core" : "cores " + CoreList.format(cores)) + ", io " + Choice.text(io);
    }
}
