package relay.pipeline.endpoint;

import java.util.function.Consumer;
import relay.config.RelayConfig;
import relay.pipeline.ingress.Identity;
import relay.pipeline.ingress.LoopGuard;

/**
 * What openers know of their relay.
 *
 * @param config      of the relay.
 * @param identity    of the relay.
 * @param loopGuard   gets the ports of all senders, and knows by them what the relay sent itself.
 * @param description takes a human-readable line on what was opened.
 * @param workerCount how many workers there are.
 */
public record OpenerContext(
    RelayConfig config,
    Identity identity,
    LoopGuard loopGuard,
    Consumer<String> description,
    int workerCount)
{
}
