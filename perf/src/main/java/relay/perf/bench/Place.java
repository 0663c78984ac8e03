package relay.perf.bench;

/**
 * Where a process of a contestant stands: a namespace with one interface towards the generator, one towards the sink.
 *
 * @param namespace    name of it.
 * @param inInterface  towards the generator.
 * @param inAddress    of that interface.
 * @param outInterface towards the sink.
 * @param outAddress   of that interface.
 * @param outPeer      address at the other end of that interface.
 */
public record Place(
    String namespace, String inInterface, String inAddress, String outInterface, String outAddress, String outPeer)
{
}
