package relay.pipeline.endpoint;

import java.util.List;
import java.util.function.LongToIntFunction;
import relay.pipeline.ingress.IngressSource;

/**
 * What the ingress thread of one worker reads, of one kind of endpoint.
 *
 * @param polled in turn.
 * @param await  waits for something to read, for at most so many nanoseconds, and returns how many sockets have
 *               something; called from the ingress thread. Null if nothing of this kind wakes a thread, so that it has
 *               to look.
 */
public record Sources(List<IngressSource> polled, LongToIntFunction await)
{
    public static final Sources NONE = new Sources(List.of(), null);
}
