package relay.config;

import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import relay.config.yaml.ConfigErrors;
import relay.config.yaml.Place;
import relay.config.yaml.Placed;
import relay.transport.endpoint.Endpoint;
import relay.transport.endpoint.EndpointException;
import relay.transport.endpoint.EndpointParser;
import relay.transport.endpoint.InterfaceSelector;
import relay.transport.endpoint.UdpEndpoint;

/**
 * Reads endpoints and checks them against this machine's interfaces.
 */
final class EndpointReader
{
    private static final Pattern INTERFACE = Pattern.compile("[?&]interface=");
    private static final Pattern SOURCE_ADDRESS = Pattern.compile("[?&]source-address=");
    private static final Pattern OUTPUT_KEY =
        Pattern.compile("[?&](ttl|dscp|loopback|source-address|send-buffer)=");
    private static final Pattern INPUT_KEY = Pattern.compile("[?&](receive-buffer)=");

    private final InterfaceSelector interfaces;
    private final ConfigErrors errors;

    EndpointReader(final InterfaceSelector interfaces, final ConfigErrors errors)
    {
        this.interfaces = interfaces;
        this.errors = errors;
    }

    /**
     * @param uri     as written.
     * @param places  of the characters of the URI, by index.
     * @param isInput whether datagrams come from it.
     * @return the endpoint, or null after reporting why it is none.
     */
    Placed<Endpoint> read(final String uri, final IntFunction<Place> places, final boolean isInput)
    {
        final Endpoint endpoint;
        try
        {
            endpoint = isInput ? EndpointParser.parseInput(uri) : EndpointParser.parseOutput(uri);
        }
        catch (final EndpointException ex)
        {
            errors.error(places.apply(ex.column() - 1), ex.getMessage());
            return null;
        }
        if (null != endpoint.udp())
        {
            check(endpoint.udp(), places, isInput);
        }
        return new Placed<>(endpoint, places.apply(0));
    }

    private void check(final UdpEndpoint udp, final IntFunction<Place> places, final boolean isInput)
    {
        if (null != udp.networkInterface())
        {
            select(udp.networkInterface(), INTERFACE.matcher(udp.uri()), places);
        }
        if (null != udp.sourceAddress())
        {
            select(EndpointParser.display(udp.sourceAddress()), SOURCE_ADDRESS.matcher(udp.uri()), places);
        }
        final Matcher useless = (isInput ? OUTPUT_KEY : INPUT_KEY).matcher(udp.uri());
        while (useless.find())
        {
            errors.warning(places.apply(useless.start(1)), "key '" + useless.group(1) + "' has no effect on " +
                (isInput ? "an input: it is for destinations" : "a destination: it is for inputs"));
        }
    }

    private void select(final String text, final Matcher key, final IntFunction<Place> places)
    {
        try
        {
            interfaces.select(text);
        }
        catch (final IllegalArgumentException ex)
        {
            errors.error(places.apply(key.find() ? key.end() : 0), ex.getMessage());
        }
    }
}
