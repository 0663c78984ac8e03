package relay.pipeline.endpoint;

import relay.transport.endpoint.OtherEndpoint;

/**
 * A queue of datagrams in this process: {@code mem:NAME}.
 *
 * @param uri  the text that the user wrote.
 * @param name of the queue.
 */
record MemoryEndpoint(String uri, String name) implements OtherEndpoint
{
    static final String PREFIX = "mem:";

    @Override
    public String prefix()
    {
        return PREFIX;
    }

    @Override
    public boolean isEnveloped()
    {
        return false;
    }

    @Override
    public boolean isSharedByClasses()
    {
        return true;
    }

    @Override
    public String stream(final String className)
    {
        return uri;
    }
}
