package relay.config;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.ToIntFunction;
import relay.config.yaml.ConfigErrors;
import relay.config.yaml.Place;
import relay.config.yaml.Placed;
import relay.transport.endpoint.Ids;
import relay.transport.endpoint.InterfaceSelector;
import relay.transport.endpoint.UdpEndpoint;
import relay.transport.endpoint.UserText;
import relay.transport.udp.Io;

/**
 * Checks the parts of a configuration against each other and makes the configuration of them.
 */
final class ConfigValidator
{
    static final int CLASSES_MAX = 256;
    static final int FLOWS_MAX = 4_096;
    static final int DESTINATIONS_MAX = 256;

    private static final int NAMES_LISTED_MAX = 10;

    private final ConfigDraft draft;
    private final ConfigErrors errors;
    private final EndpointRelations relations;
    private final Map<String, TrafficClass> classes = new LinkedHashMap<>();
    private final Map<String, ConfigDraft.Destination> destinations = new LinkedHashMap<>();

    ConfigValidator(final ConfigDraft draft, final InterfaceSelector interfaces, final ConfigErrors errors)
    {
        this.draft = draft;
        this.errors = errors;
        relations = new EndpointRelations(interfaces);
    }

    /**
     * @return the configuration, or null if anything is wrong with it.
     */
    RelayConfig validate()
    {
        draft.classes().forEach(each -> classes.put(each.value().name(), each.value()));
        draft.destinations().forEach(each -> destinations.put(each.name(), each));
        if (!isWithinLimits())
        {
            return null;
        }
        checkReferences();
        checkDscpConditions();
        warnOfUnused();
        checkIds();
        checkInputs();
        checkOriginals();
        checkStreamDestinations();
        checkBursts();
        new FeedChecks(draft.feeds(), draft.flows(), errors).report();
        new ForwardingLoops(draft.flows(), destinations, relations, errors).report();
        return errors.isEmpty() ? config() : null;
    }

    private RelayConfig config()
    {
        final boolean isDefaultUsed =
            draft.flows().stream().flatMap(ConfigDraft.Flow::classNames).anyMatch(TrafficClass.DEFAULT_NAME::equals);
        if (isDefaultUsed)
        {
            classes.putIfAbsent(TrafficClass.DEFAULT_NAME, TrafficClasses.byDefault());
        }
        return new RelayConfig(
            draft.name(),
            draft.execution(),
            List.copyOf(classes.values()),
            draft.flows().stream().map(flow -> new FlowConfig(flow.name(), flow.from().value(), flow.className(),
                flow.to().stream().map(Placed::value).toList(), flow.policing(),
                flow.rules().stream().map(ConfigDraft.Rule::rule).toList())).toList(),
            draft.destinations().stream().map(ConfigValidator::destination).toList(),
            draft.feeds().stream().map(ConfigDraft.Feed::config).toList(),
            draft.reserve(),
            null == draft.flight() ? null : draft.flight().only(classes.keySet()));
    }

    private static DestinationConfig destination(final ConfigDraft.Destination draft)
    {
        final DestinationConfig config = DestinationConfig.of(draft.name(), draft.to().value())
            .maxLag(draft.maxLag()).whenSlow(draft.whenSlow()).rate(draft.rateBitsPerSecond())
            .overhead(draft.overheadBytes());
        return null == draft.burstBytes() ? config : config.burst(draft.burstBytes().value());
    }

    private boolean isWithinLimits()
    {
        return isWithin(CLASSES_MAX, "classes", draft.classes().stream().map(Placed::place).toList()) &
            isWithin(FLOWS_MAX, "flows", draft.flows().stream().map(ConfigDraft.Flow::place).toList()) &
            isWithin(DESTINATIONS_MAX, "destinations",
                draft.destinations().stream().map(ConfigDraft.Destination::place).toList());
    }

    private boolean isWithin(final int limit, final String what, final List<Place> places)
    {
        if (places.size() > limit)
        {
            errors.error(places.get(limit),
                String.format(Locale.ROOT, "%,d %s: %,d at most", places.size(), what, limit));
            return false;
        }
        return true;
    }

    private void checkReferences()
    {
        for (final ConfigDraft.Flow flow : draft.flows())
        {
            if (errors.isFull())
            {
                return;
            }
            if (null != flow.trafficClass())
            {
                requireClass(flow.trafficClass().value(), flow.trafficClass().place());
            }
            flow.rules().forEach(each -> requireClass(each.rule().trafficClass(), each.classPlace()));
            for (final Placed<String> to : flow.to())
            {
                if (!destinations.containsKey(to.value()))
                {
                    errors.error(to.place(), undefined("destination", to.value(), destinations.keySet()));
                }
            }
        }
    }

    private void requireClass(final String name, final Place place)
    {
        if (!classes.containsKey(name) && !name.equals(TrafficClass.DEFAULT_NAME))
        {
            errors.error(place, undefined("class", name, classes.keySet()));
        }
    }

    /** What every Java has does not tell the DSCP of a datagram. */
    private void checkDscpConditions()
    {
        if (Io.PORTABLE == draft.execution().io())
        {
            draft.flows().stream().flatMap(flow -> flow.rules().stream())
                .filter(each -> null != each.dscpPlace())
                .forEach(each -> errors.error(each.dscpPlace(), "dscp in a rule, with io portable, which cannot tell " +
                    "it: io native or auto, or other conditions"));
        }
    }

    static String undefined(final String kind, final String name, final Collection<String> defined)
    {
        final StringBuilder list = new StringBuilder();
        defined.stream().limit(NAMES_LISTED_MAX).forEach(each -> list.append(list.isEmpty() ? "" : ", ").append(each));
        return kind + " " + UserText.quoted(name) + " is not defined: " + (defined.isEmpty() ? "none is" :
            "one of " + list + (defined.size() > NAMES_LISTED_MAX ? ", ..." : "")) + UserText.hint(name, defined);
    }

    private void warnOfUnused()
    {
        final Set<String> usedClasses = new HashSet<>();
        final Set<String> usedDestinations = new HashSet<>();
        for (final ConfigDraft.Flow flow : draft.flows())
        {
            flow.classNames().forEach(usedClasses::add);
            flow.to().forEach(to -> usedDestinations.add(to.value()));
        }
        for (final Placed<TrafficClass> each : draft.classes())
        {
            if (!usedClasses.contains(each.value().name()))
            {
                errors.warning(each.place(), "class '" + each.value().name() + "' is not used by any flow");
            }
        }
        for (final ConfigDraft.Destination each : draft.destinations())
        {
            if (!usedDestinations.contains(each.name()))
            {
                errors.warning(each.place(), "destination '" + each.name() + "' is not used by any flow");
            }
        }
    }

    private void checkIds()
    {
        final Map<String, Place> flowPlaces = new LinkedHashMap<>();
        draft.flows().forEach(flow -> flowPlaces.put(flow.name(), flow.place()));
        requireDistinct("flow", flowPlaces, Ids::of);
        final Map<String, Place> classPlaces = new LinkedHashMap<>();
        draft.classes().forEach(each -> classPlaces.put(each.value().name(), each.place()));
        requireDistinct("class", classPlaces, Ids::streamId);
    }

    private void requireDistinct(final String kind, final Map<String, Place> places, final ToIntFunction<String> id)
    {
        final Map<Integer, String> names = new HashMap<>();
        places.forEach((name, place) ->
        {
            final String first = names.putIfAbsent(id.applyAsInt(name), name);
            if (null != first)
            {
                errors.error(place, kind + " names '" + first + "' and '" + name +
                    "' have the same number on the wire: rename one of them");
            }
        });
    }

    private void checkInputs()
    {
        final Map<String, ConfigDraft.Flow> streamInputs = new HashMap<>();
        final List<ConfigDraft.Flow> udpInputs = new ArrayList<>();
        for (final ConfigDraft.Flow flow : draft.flows())
        {
            final String stream = EndpointRelations.stream(flow.from(), flow.className());
            if (null != stream)
            {
                final ConfigDraft.Flow first = streamInputs.putIfAbsent(stream, flow);
                if (null != first)
                {
                    errors.error(flow.from().place(), "flow '" + flow.name() + "' receives the same as flow '" +
                        first.name() + "': another class, or another stream-id or session-id in one of them");
                }
            }
            else if (null != EndpointRelations.udp(flow.from()))
            {
                checkOverlap(flow, udpInputs);
                udpInputs.add(flow);
            }
        }
    }

    private void checkOverlap(final ConfigDraft.Flow flow, final List<ConfigDraft.Flow> others)
    {
        ConfigDraft.Flow partly = null;
        for (final ConfigDraft.Flow other : others)
        {
            switch (relations.overlap(EndpointRelations.udp(other.from()), EndpointRelations.udp(flow.from())))
            {
                case SAME ->
                {
                    errors.error(flow.from().place(), "flow '" + flow.name() + "' receives the same as flow '" +
                        other.name() + "' (" + other.from().value().uri() +
                        "): one flow with all their destinations, or another group, port, interface or source");
                    return;
                }
                case SOME -> partly = null == partly ? other : partly;
                case NONE ->
                {
                    // nothing in common
                }
            }
        }
        if (null != partly)
        {
            errors.warning(flow.from().place(), "flow '" + flow.name() + "' may receive the same datagrams as flow '" +
                partly.name() + "' (" + partly.from().value().uri() + "): each relays its own copy");
        }
    }

    private void checkOriginals()
    {
        for (final ConfigDraft.Flow flow : draft.flows())
        {
            final UdpEndpoint input = EndpointRelations.udp(flow.from());
            for (final Placed<String> to : flow.to())
            {
                final ConfigDraft.Destination destination = destinations.get(to.value());
                final UdpEndpoint output = null == destination ? null : EndpointRelations.udp(destination.to());
                if (null != input && !input.isMulticast() && null != output && output.isOriginal())
                {
                    errors.error(to.place(), "destination '" + to.value() + "' (udp://original) of flow '" +
                        flow.name() + "', whose datagrams are addressed to this machine: name an address and a port");
                }
            }
        }
    }

    private void checkStreamDestinations()
    {
        final Map<String, String> names = new HashMap<>();
        for (final ConfigDraft.Destination each : draft.destinations())
        {
            final String streams = null == each.to() ? null : each.to().value().streams();
            if (null != streams)
            {
                final String first = names.putIfAbsent(streams, each.name());
                if (null != first)
                {
                    errors.error(each.to().place(), "destination '" + each.name() + "' is the same as destination '" +
                        first + "': one of them, or another endpoint or stream-id");
                }
                checkNamedStream(each, each.to().value().namedStream());
            }
        }
    }

    private void checkBursts()
    {
        for (final ConfigDraft.Destination each : draft.destinations())
        {
            final int longest = longestDatagramTo(each.name());
            if (null != each.burstBytes() && each.burstBytes().value() < longest)
            {
                errors.error(each.burstBytes().place(), String.format(Locale.ROOT, "burst of destination '%s' is %,d " +
                    "B: at least %,d B, the longest datagram that the buffers of its classes hold",
                    each.name(), each.burstBytes().value(), longest));
            }
        }
    }

    private int longestDatagramTo(final String destination)
    {
        int longest = 0;
        for (final ConfigDraft.Flow flow : draft.flows())
        {
            if (flow.to().stream().anyMatch(to -> to.value().equals(destination)))
            {
                longest = Math.max(longest, flow.classNames()
                    .mapToInt(name -> classes.getOrDefault(name, TrafficClasses.byDefault()).longestDatagram())
                    .max().orElseThrow());
            }
        }
        return longest;
    }

    /** Each class needs a stream of its own, so that a gap in one delays no other. */
    private void checkNamedStream(final ConfigDraft.Destination destination, final String namedStream)
    {
        final Set<String> classNames = new HashSet<>();
        for (final ConfigDraft.Flow flow : draft.flows())
        {
            for (final Placed<String> to : flow.to())
            {
                if (null != namedStream && to.value().equals(destination.name()))
                {
                    flow.classNames().filter(name -> classNames.add(name) && 2 == classNames.size()).forEach(name ->
                        errors.error(to.place(), "destination '" + to.value() + "' has " + namedStream +
                            " and carries more than one class, class '" + name +
                            "' too: leave stream-id out, or one destination for each class"));
                }
            }
        }
    }
}
