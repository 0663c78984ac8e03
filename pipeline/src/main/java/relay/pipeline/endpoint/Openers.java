package relay.pipeline.endpoint;

/**
 * What opens the endpoints of one kind in one worker.
 *
 * @param sources      opens what its flows receive from.
 * @param destinations opens what its destinations are sent to by.
 */
public record Openers(SourceOpener sources, DestinationOpener destinations)
{
}
