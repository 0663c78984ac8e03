package relay.transport.endpoint;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;

/**
 * Reads {@code aeron:udp?endpoint=host:port|key=value...} and {@code aeron:ipc}. Unknown keys and malformed values,
 * which Aeron would ignore or refuse only once it runs, are refused here; what the keys mean is Aeron's business.
 */
final class AeronUriParser
{
    static final String SCHEME = "aeron:";

    static final String STREAM_ID = "stream-id";
    private static final String SESSION_ID = "session-id";
    private static final String ENDPOINT = "endpoint";
    private static final String CONTROL = "control";
    private static final String BATCH = "batch";
    private static final int PORT_MAX = 65_535;
    private static final Set<String> OURS = Set.of(STREAM_ID, SESSION_ID, BATCH);

    private enum Kind
    {
        TEXT, ID, HOST_PORT, TTL, CONTROL_MODE, BOOLEAN, MTU, TERM_LENGTH, BATCH, SIZE, DURATION
    }

    /** Aeron's channel keys as of 1.51 (CommonContext) and our own, with what their values look like. */
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
        final Map<String, UriPart> values = new UriKeys(whole, '|', '&', KINDS.keySet()).values();
        requireTarget(isUdp, media, values);
        values.forEach((key, value) -> check(key, value, values.containsKey(CONTROL)));
        return new AeronEndpoint(
            whole.text(),
            channel(media, values),
            id(STREAM_ID, values),
            id(SESSION_ID, values),
            values.containsKey(BATCH) ? (int)size(BATCH, values.get(BATCH)) : 0);
    }

    static Set<String> keys()
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
            if (!OURS.contains(key))
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
            case TEXT, ID ->
            {
                // the first is passed on as it is, the second is read by itself
            }
            // a subscription that names a control address may leave the port of its endpoint to the system
            case HOST_PORT -> hostPort(key, value, key.equals(ENDPOINT) && hasControl ? 0 : 1);
            case TTL -> value.number(key, 0, 255);
            case CONTROL_MODE -> require(value, "manual|dynamic|response", key, "manual, dynamic or response");
            case BOOLEAN -> value.bool(key);
            case MTU -> mtu(key, value, size(key, value));
            case TERM_LENGTH -> termLength(key, value, size(key, value));
            case BATCH -> batch(key, value, size(key, value));
            case SIZE -> size(key, value);
            case DURATION -> require(value, "[0-9]{1,18}(ns|us|ms|s)", key, "a number followed by ns, us, ms or s");
        }
    }

    private static long size(final String key, final UriPart value)
    {
        require(value, "[0-9]{1,10}[kKmMgG]?", key, "bytes, or a number followed by k, m or g");
        final String text = value.text().toLowerCase(Locale.ROOT);
        final int shift = 10 * (1 + "kmg".indexOf(text.charAt(text.length() - 1)));
        return Long.parseLong(0 == shift ? text : text.substring(0, text.length() - 1)) << shift;
    }

    private static void mtu(final String key, final UriPart value, final long length)
    {
        if (length < 32 || length > 65_504 || length % 32 != 0)
        {
            throw value.error("bad " + key + " " + value.quoted() + ": a multiple of 32 from 32 to 65504");
        }
    }

    private static void termLength(final String key, final UriPart value, final long length)
    {
        if (length < 1 << 16 || length > 1 << 30 || Long.bitCount(length) != 1)
        {
            throw value.error("bad " + key + " " + value.quoted() + ": a power of two from 64k to 1g");
        }
    }

    private static void batch(final String key, final UriPart value, final long length)
    {
        if (length < 1 || length > AeronEndpoint.MESSAGE_LENGTH_MAX)
        {
            throw value.error("bad " + key + " " + value.quoted() + ": from 1 to " +
                AeronEndpoint.MESSAGE_LENGTH_MAX / 1024 + "k");
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
        put(kinds, Kind.ID, STREAM_ID, SESSION_ID);
        put(kinds, Kind.BATCH, BATCH);
        put(kinds, Kind.TTL, "ttl");
        put(kinds, Kind.CONTROL_MODE, "control-mode");
        put(kinds, Kind.MTU, "mtu");
        put(kinds, Kind.TERM_LENGTH, "term-length");
        put(kinds, Kind.TEXT, "interface", "fc", "cc", "gtag", "tags", "alias", "group",
            "init-term-id", "term-id", "term-offset", "response-correlation-id", "max-resend",
            "media-rcv-ts-offset", "channel-rcv-ts-offset", "channel-snd-ts-offset");
        put(kinds, Kind.SIZE, "so-sndbuf", "so-rcvbuf", "rcv-wnd", "pub-wnd");
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
