package relay.pipeline.endpoint;

/**
 * Makes one kind of {@link relay.transport.endpoint.OtherEndpoint} work. Found by {@link java.util.ServiceLoader}; the
 * product has none.
 */
public interface EndpointKindProvider
{
    /**
     * @return as {@link relay.transport.endpoint.OtherEndpoint#prefix()} of its endpoints.
     */
    String prefix();

    /**
     * @param context of the relay.
     * @return the kind, not yet started.
     */
    EndpointKind kind(OpenerContext context);
}
