package relay.tools.replay;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import relay.transport.capture.CaptureReader;
import relay.transport.endpoint.AddressPrefix;
import relay.transport.endpoint.HostPort;
import relay.transport.endpoint.UserText;

/**
 * Which datagrams of a capture are wanted: terms that must all hold, such as {@code dst 239.1.0.0/16 port 5000-5010 not
 * src 10.0.0.7}. Immutable, any thread; testing allocates nothing.
 */
public final class DatagramFilter
{
    /** Every datagram passes. */
    public static final DatagramFilter ALL = new DatagramFilter(List.of());

    private static final Pattern RANGE = Pattern.compile("([0-9]{1,5})(-([0-9]{1,5})?)?");
    private static final int NUMBER_MAX = 65_535;
    private static final List<String> WORDS = List.of(
        "dst", "src", "port", "length", "multicast", "unicast", "ipv4", "ipv6", "not", "and");
    private static final String UNDERSTOOD = "understood are dst NETWORK, src NETWORK, [dst] port N, src port N, " +
        "length N, multicast, unicast, ipv4, ipv6, where N is a number, N-M or N-; 'not' before one turns it round, " +
        "and all must hold";

    private final Term[] terms;

    private DatagramFilter(final List<Term> terms)
    {
        this.terms = terms.toArray(new Term[0]);
    }

    /**
     * @param texts of filters, such as {@code multicast not dst 224.0.0.0/24}.
     * @return what passes all of them.
     * @throws IllegalArgumentException with a message of one line, if one is not understood.
     */
    public static DatagramFilter parse(final List<String> texts)
    {
        final List<Term> terms = new ArrayList<>();
        texts.forEach((text) -> new Parser(text).parse(terms));
        return new DatagramFilter(terms);
    }

    /**
     * @param datagram of a capture.
     * @return whether it passes.
     */
    boolean test(final CaptureReader datagram)
    {
        for (final Term term : terms)
        {
            if (!term.test(datagram))
            {
                return false;
            }
        }
        return true;
    }

    private interface Term
    {
        boolean test(CaptureReader datagram);
    }

    private record Range(int min, int max)
    {
        boolean contains(final int number)
        {
            return min <= number && number <= max;
        }
    }

    /** Reads one text. */
    private static final class Parser
    {
        private final String text;
        private final Deque<String> words;

        Parser(final String text)
        {
            this.text = text;
            words = new ArrayDeque<>(List.of(text.strip().split("\\s+")));
        }

        void parse(final List<Term> terms)
        {
            while (!words.isEmpty())
            {
                terms.add(term(words.poll()));
                if ("and".equals(words.peek()))
                {
                    words.poll();
                    if (words.isEmpty())
                    {
                        throw error("nothing follows 'and'");
                    }
                }
            }
        }

        private Term term(final String word)
        {
            return switch (word.toLowerCase(Locale.ROOT))
            {
                case "not" -> not(term(argument(word)));
                case "dst" -> isPort() ? destinationPort() : destination(network(word));
                case "src" -> isPort() ? sourcePort() : source(network(word));
                case "port" -> port(range(word));
                case "length" -> length(range(word));
                case "multicast" -> CaptureReader::isMulticast;
                case "unicast" -> not(CaptureReader::isMulticast);
                case "ipv4" -> not(CaptureReader::isIpv6);
                case "ipv6" -> CaptureReader::isIpv6;
                default -> throw error(UserText.quoted(word) + " is not understood" + UserText.hint(word, WORDS));
            };
        }

        private boolean isPort()
        {
            return "port".equals(words.peek());
        }

        private Term destinationPort()
        {
            return port(range(words.poll()));
        }

        private Term sourcePort()
        {
            final Range range = range(words.poll());
            return (datagram) -> range.contains(datagram.source().port());
        }

        private AddressPrefix network(final String word)
        {
            final String argument = argument(word);
            try
            {
                return AddressPrefix.parse(argument);
            }
            catch (final IllegalArgumentException ex)
            {
                throw error(ex.getMessage());
            }
        }

        private Range range(final String word)
        {
            final String argument = argument(word);
            final Matcher matcher = RANGE.matcher(argument);
            final int min = matcher.matches() ? Integer.parseInt(matcher.group(1)) : -1;
            final int max = min < 0 || null == matcher.group(2) ? min :
                null == matcher.group(3) ? NUMBER_MAX : Integer.parseInt(matcher.group(3));
            if (min < 0 || min > max || max > NUMBER_MAX)
            {
                throw error(UserText.quoted(argument) + " after '" + word + "': a number, N-M or N-, 0 to " +
                    NUMBER_MAX);
            }
            return new Range(min, max);
        }

        private String argument(final String word)
        {
            if (words.isEmpty())
            {
                throw error("nothing follows " + UserText.quoted(word));
            }
            return words.poll();
        }

        private IllegalArgumentException error(final String what)
        {
            return new IllegalArgumentException("bad filter " + UserText.quoted(text) + ": " + what + "; " +
                UNDERSTOOD);
        }

        private static Term not(final Term term)
        {
            return (datagram) -> !term.test(datagram);
        }

        private static Term destination(final AddressPrefix network)
        {
            return (datagram) -> contains(network, datagram.destination(), datagram.isIpv6());
        }

        private static Term source(final AddressPrefix network)
        {
            return (datagram) -> contains(network, datagram.source(), datagram.isIpv6());
        }

        private static Term port(final Range range)
        {
            return (datagram) -> range.contains(datagram.destination().port());
        }

        private static Term length(final Range range)
        {
            return (datagram) -> range.contains(datagram.payloadLength());
        }

        private static boolean contains(final AddressPrefix network, final HostPort address, final boolean isIpv6)
        {
            return network.isIpv4() != isIpv6 && network.contains(address);
        }
    }
}
