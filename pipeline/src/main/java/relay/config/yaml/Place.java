package relay.config.yaml;

/**
 * Where in a configuration something stands.
 *
 * @param source a file, or an option of the command line.
 * @param line   from 1, 0 for the source as a whole.
 * @param column from 1, 0 for the line as a whole.
 */
public record Place(String source, int line, int column)
{
    Place at(final int moreColumns)
    {
        return new Place(source, line, column + moreColumns);
    }

    @Override
    public String toString()
    {
        return 0 == line ? source : source + ":" + line + ":" + column;
    }
}
