package relay.transport;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/**
 * Reads {@code aeron:udp?endpoint=host:port|key=value...} and {@code aeron:ipc}. What Aeron would refuse only when it
 * is started is refused here; what the keys mean is Aeron's business.
 */
final class AeronUriParser
{
    static final String SCHEME = "aeron:";

    private static final String STREAM_ID = "stream-id";
    private static final String SESSION_ID = "session-id";
    private static final String ENDPOINT = "endpoint";
    private static final String CONTROL = "control";
    private static final int PORT_MAX = 65_535;

    private enum Kind
    {
        TEXT, HOST_PORT, BOOLEAN, NUMBER, SIZE, DURATION
    }

    /** Aeron's channel keys as of 1.51 (CommonContext), with what their values look like. */
    private static final Map<String, Kind> KINDS = kinds();

    private AeronUriParser()
    {
    }

    static AeronEndpoint parse(final UriPart whole)
    {
        final int question = whole.text().indexOf('?');
        final UriPart media = whole.between(SCHEME.length(), question < 0 ? whole.text().length() : question);
        final boolean isUdp = media.text().equals("udp");
        if (!isUdp && !media.text().equals("ipc"))
        {
            throw media.error("unknown Aeron media " + media.quoted() + ": udp or ipc" +
                UserText.hint(media.text(), List.of("udp", "ipc")));
        }
        final Map<String, UriPart> values = question < 0 ? Map.of() :
            new UriKeys(whole.from(question + 1), '|', '&', KINDS.keySet()).values();
        requireTarget(isUdp, media, values);
        values.forEach((key, value) -> check(key, value, values.containsKey(CONTROL)));
        return new AeronEndpoint(whole.text(), channel(media, values), id(STREAM_ID, values), id(SESSION_ID, values));
    }

    static Iterable<String> keys()
    {
        return KINDS.keySet();
    }

    private static void requireTarget(final boolean isUdp, final UriPart media, final Map<String, UriPart> values)
    {
        if (isUdp && !values.containsKey(ENDPOINT) && !values.containsKey(CONTROL))
        {
            throw media.error("aeron:udp without an endpoint: aeron:udp?endpoint=host:port");
        }
        if (!isUdp && (values.containsKey(ENDPOINT) || values.containsKey(CONTROL)))
        {
            final String key = values.containsKey(ENDPOINT) ? ENDPOINT : CONTROL;
            throw values.get(key).error("key " + UserText.quoted(key) + " in aeron:ipc: it is for aeron:udp");
        }
    }

    private static String channel(final UriPart media, final Map<String, UriPart> values)
    {
        final StringJoiner channel = new StringJoiner("|", SCHEME + media.text() + "?", "");
        channel.setEmptyValue(SCHEME + media.text());
        values.forEach((key, value) ->
        {
            if (!key.equals(STREAM_ID) && !key.equals(SESSION_ID))
            {
                channel.add(key + "=" + value.text());
            }
        });
        return channel.toString();
    }

    private static int id(final String key, final Map<String, UriPart> values)
    {
        final UriPart value = values.get(key);
        if (null == value)
        {
            return 0;
        }
        final int id = value.number(key, Integer.MIN_VALUE, Integer.MAX_VALUE);
        if (0 == id)
        {
            throw value.error(key + " 0: any other number, or leave it out and it follows from the traffic class");
        }
        return id;
    }

    private static void check(final String key, final UriPart value, final boolean hasControl)
    {
        switch (KINDS.get(key))
        {
            case TEXT:
            case NUMBER:
                break;
            case BOOLEAN:
                value.bool(key);
                break;
            case HOST_PORT:
                // a subscription that names a control address may leave the port of its endpoint to the system
                hostPort(key, value, key.equals(ENDPOINT) && hasControl ? 0 : 1);
                break;
            case SIZE:
                require(value, "[0-9]{1,10}[kKmMgG]?", key, "bytes, or a number followed by k, m or g (Aeron's units)");
                break;
            case DURATION:
                require(value, "[0-9]{1,18}(ns|us|ms|s)", key, "a number followed by ns, us, ms or s");
                break;
        }
        if (key.equals("ttl"))
        {
            value.number(key, 0, 255);
        }
    }

    private static void hostPort(final String key, final UriPart value, final int portMin)
    {
        final int colon = value.text().lastIndexOf(':');
        final boolean isInBrackets = value.text().startsWith("[");
        if (colon < 1 || (isInBrackets && value.text().charAt(colon - 1) != ']'))
        {
            throw value.error(key + " " + value.quoted() + " has no port: " + key + "=host:port");
        }
        final UriPart host = value.to(colon);
        if (isInBrackets)
        {
            LiteralAddress.parse(host);
        }
        else if (!host.text().matches("[A-Za-z0-9_.-]{1,253}"))
        {
            throw host.error("bad host " + host.quoted() + " in " + key +
                ": a name, an IPv4 address, or an IPv6 address in brackets");
        }
        value.from(colon + 1).number("port", portMin, PORT_MAX);
    }

    private static void require(final UriPart value, final String form, final String key, final String allowed)
    {
        if (!value.text().matches(form))
        {
            throw value.error("bad " + key + " " + value.quoted() + ": " + allowed);
        }
    }

    private static Map<String, Kind> kinds()
    {
        final Map<String, Kind> kinds = new LinkedHashMap<>();
        put(kinds, Kind.HOST_PORT, ENDPOINT, CONTROL, "response-endpoint");
        put(kinds, Kind.NUMBER, STREAM_ID, SESSION_ID, "ttl");
        put(kinds, Kind.TEXT, "interface", "control-mode", "fc", "cc", "gtag", "tags", "alias", "group",
            "init-term-id", "term-id", "term-offset", "response-correlation-id", "max-resend",
            "media-rcv-ts-offset", "channel-rcv-ts-offset", "channel-snd-ts-offset");
        put(kinds, Kind.SIZE, "mtu", "term-length", "so-sndbuf", "so-rcvbuf", "rcv-wnd", "pub-wnd");
        put(kinds, Kind.DURATION, "linger", "nak-delay", "untethered-window-limit-timeout",
            "untethered-linger-timeout", "untethered-resting-timeout");
        put(kinds, Kind.BOOLEAN, "reliable", "sparse", "eos", "tether", "rejoin", "ssc");
        return kinds;
    }

    private static void put(final Map<String, Kind> kinds, final Kind kind, final String... keys)
    {
        for (final String key : keys)
        {
            kinds.put(key, kind);
        }
    }
}
