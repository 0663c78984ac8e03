package relay.transport.endpoint;

/**
 * Reads the URIs of one kind of {@link OtherEndpoint}. Found by {@link java.util.ServiceLoader}; the product has none.
 */
public interface EndpointScheme
{
    /**
     * @return the characters that its URIs begin with, the colon included.
     */
    String prefix();

    /**
     * @param uri that begins with the prefix.
     * @return the endpoint.
     * @throws EndpointException if it is not one.
     */
    OtherEndpoint parse(String uri);
}
