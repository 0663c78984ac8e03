package relay.pipeline.ingress;

import relay.transport.endpoint.Ids;

/**
 * Who this relay is in the envelopes that it writes.
 *
 * @param name        as configured.
 * @param id          of the name.
 * @param bootEpochMs when it started, milliseconds since 1970; a later run has a greater one.
 */
public record Identity(String name, int id, long bootEpochMs)
{
    public Identity(final String name, final long bootEpochMs)
    {
        this(name, Ids.of(name), bootEpochMs);
    }
}
