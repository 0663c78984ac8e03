package relay.pipeline.endpoint;

/** Makes {@code mem:NAME} work. */
public final class MemoryKindProvider implements EndpointKindProvider
{
    @Override
    public String prefix()
    {
        return MemoryEndpoint.PREFIX;
    }

    @Override
    public EndpointKind kind(final OpenerContext context)
    {
        return new MemoryKind();
    }
}
