package relay.perf.topology;

/**
 * The place of one process between generator and sink: a namespace with an interface towards each.
 *
 * @param namespace    name of it.
 * @param inInterface  towards the generator.
 * @param inAddress    of that interface.
 * @param outInterface towards the sink.
 * @param outAddress   of that interface.
 * @param outPeer      address at the other end of that interface.
 */
public record Hop(
    String namespace, String inInterface, String inAddress, String outInterface, String outAddress, String outPeer)
{
}
