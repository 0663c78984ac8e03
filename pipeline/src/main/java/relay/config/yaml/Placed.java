package relay.config.yaml;

/**
 * A value that was read, and where.
 *
 * @param value as read.
 * @param place of its first character.
 * @param <T>   of the value.
 */
public record Placed<T>(T value, Place place)
{
}
