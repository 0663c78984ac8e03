package relay.transport.endpoint;

/**
 * An endpoint of a transport that is not the product's own, but was found on the class path ({@link EndpointScheme}).
 * The product's own are records that {@link Endpoint} permits by name, so that the compiler lists every place that a
 * new one needs.
 */
public non-sealed interface OtherEndpoint extends Endpoint
{
    /**
     * @return as {@link EndpointScheme#prefix()}.
     */
    String prefix();
}
