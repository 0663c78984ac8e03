package relay.pipeline.endpoint;

import relay.transport.endpoint.EndpointException;
import relay.transport.endpoint.EndpointScheme;
import relay.transport.endpoint.OtherEndpoint;

/** Reads {@code mem:NAME}. */
public final class MemoryScheme implements EndpointScheme
{
    @Override
    public String prefix()
    {
        return MemoryEndpoint.PREFIX;
    }

    @Override
    public OtherEndpoint parse(final String uri)
    {
        final String name = uri.substring(prefix().length());
        if (!name.matches("[a-z]+"))
        {
            throw new EndpointException(1 + prefix().length(), "bad queue '" + name + "': lower-case letters");
        }
        return new MemoryEndpoint(uri, name);
    }
}
