package relay.transport.endpoint;

/**
 * A part of a URI that knows where it stands, so that an error can point at it.
 *
 * @param text   of the part.
 * @param column of its first character in the URI, from 1.
 */
record UriPart(String text, int column)
{
    UriPart to(final int end)
    {
        return new UriPart(text.substring(0, end), column);
    }

    UriPart from(final int begin)
    {
        return new UriPart(text.substring(begin), column + begin);
    }

    UriPart between(final int begin, final int end)
    {
        return new UriPart(text.substring(begin, end), column + begin);
    }

    boolean isEmpty()
    {
        return text.isEmpty();
    }

    String quoted()
    {
        return UserText.quoted(text);
    }

    EndpointException error(final String message)
    {
        return new EndpointException(column, message);
    }

    /**
     * @param what  that it is, for the message.
     * @param minimum allowed.
     * @param maximum allowed.
     * @return the number that this part is.
     */
    int number(final String what, final long minimum, final long maximum)
    {
        if (text.matches("-?[0-9]{1,10}"))
        {
            final long value = Long.parseLong(text);
            if (value >= minimum && value <= maximum)
            {
                return (int)value;
            }
        }
        throw error("bad " + what + " " + quoted() + ": a number from " + minimum + " to " + maximum);
    }

    boolean bool(final String key)
    {
        return switch (text)
        {
            case "true" -> true;
            case "false" -> false;
            default -> throw error("bad " + key + " " + quoted() + ": true or false");
        };
    }
}
