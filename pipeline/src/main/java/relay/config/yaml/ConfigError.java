package relay.config.yaml;

/**
 * Something wrong, or doubtful, in a configuration.
 *
 * @param source  the file, or the option of the command line.
 * @param line    from 1, 0 when the source as a whole is meant.
 * @param column  from 1, 0 when the source as a whole is meant.
 * @param message one line: what was read, what is allowed.
 */
public record ConfigError(String source, int line, int column, String message)
{
    /**
     * @return {@code file:line:column: message}, as compilers write it.
     */
    @Override
    public String toString()
    {
        return new Place(source, line, column) + ": " + message;
    }
}
