package relay.pipeline.endpoint;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.ServiceLoader;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.agrona.CloseHelper;
import org.agrona.concurrent.Agent;
import relay.transport.endpoint.AeronEndpoint;
import relay.transport.endpoint.Endpoint;
import relay.transport.endpoint.OtherEndpoint;
import relay.transport.endpoint.UdpEndpoint;

/**
 * All kinds of endpoints of one relay, and the one place that tells them apart. Used by the thread that launches the
 * relay.
 */
public final class EndpointKinds implements AutoCloseable
{
    private final EndpointKind udp;
    private final EndpointKind aeron;
    /** By the prefix of their URIs. */
    private final Map<String, EndpointKind> others;

    /**
     * Opens nothing yet.
     *
     * @param context of the relay.
     * @param driver  of Aeron, should it be needed.
     */
    public EndpointKinds(final OpenerContext context, final AeronDriver driver)
    {
        udp = new UdpKind(context);
        aeron = new AeronKind(context, driver);
        others = ServiceLoader.load(EndpointKindProvider.class).stream().map(ServiceLoader.Provider::get)
            .collect(Collectors.toMap(EndpointKindProvider::prefix, provider -> provider.kind(context)));
    }

    /**
     * @param endpoint of the configuration.
     * @return its kind.
     */
    public EndpointKind of(final Endpoint endpoint)
    {
        return switch (endpoint)
        {
            case final UdpEndpoint ignore -> udp;
            case final AeronEndpoint ignore -> aeron;
            case final OtherEndpoint other -> Objects.requireNonNull(others.get(other.prefix()), other::uri);
        };
    }

    /**
     * @param streams the endpoint of each source and sender that will be opened.
     */
    public void start(final List<Endpoint> streams)
    {
        final Map<EndpointKind, Long> counts =
            streams.stream().collect(Collectors.groupingBy(this::of, Collectors.counting()));
        all().forEach(kind -> kind.start(counts.getOrDefault(kind, 0L).intValue()));
    }

    /**
     * @return what the only data thread has to run too.
     */
    public List<Agent> agents()
    {
        return fromAll(EndpointKind::agent);
    }

    /**
     * May be called from any thread, until they are closed.
     *
     * @return why nothing is sent or received any longer; null while all work.
     */
    public String failure()
    {
        return fromAll(EndpointKind::failure).stream().findFirst().orElse(null);
    }

    @Override
    public void close()
    {
        all().forEach(CloseHelper::quietClose);
    }

    private <T> List<T> fromAll(final Function<EndpointKind, T> what)
    {
        return all().stream().map(what).filter(Objects::nonNull).toList();
    }

    private List<EndpointKind> all()
    {
        final List<EndpointKind> all = new ArrayList<>(List.of(udp, aeron));
        all.addAll(others.values());
        return all;
    }
}
