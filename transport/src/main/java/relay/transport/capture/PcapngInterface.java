package relay.transport.capture;

/**
 * What a capture says of where its packets came in.
 *
 * @param name        of the interface, such as "eth0".
 * @param description of what was listened to there; may be empty.
 */
public record PcapngInterface(String name, String description)
{
}
