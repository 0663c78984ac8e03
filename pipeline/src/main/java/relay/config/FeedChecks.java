package relay.config;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import relay.config.yaml.ConfigErrors;
import relay.config.yaml.Place;
import relay.config.yaml.Placed;

/**
 * Checks that the legs of each feed are flows that can carry copies of one source.
 */
final class FeedChecks
{
    private final List<ConfigDraft.Feed> feeds;
    private final ConfigErrors errors;
    private final Map<String, ConfigDraft.Flow> flows = new LinkedHashMap<>();
    private final Map<String, String> feedByLeg = new HashMap<>();

    FeedChecks(final List<ConfigDraft.Feed> feeds, final List<ConfigDraft.Flow> flows, final ConfigErrors errors)
    {
        this.feeds = feeds;
        this.errors = errors;
        flows.forEach(flow -> this.flows.put(flow.name(), flow));
    }

    void report()
    {
        for (final ConfigDraft.Feed feed : feeds)
        {
            ConfigDraft.Flow first = null;
            for (final Placed<String> leg : feed.legs())
            {
                final ConfigDraft.Flow flow = flows.get(leg.value());
                if (null == flow)
                {
                    errors.error(leg.place(), ConfigValidator.undefined("flow", leg.value(), flows.keySet()));
                }
                else if (isUdp(feed, leg, flow) && isOfOneFeed(feed, leg))
                {
                    first = null == first ? flow : first;
                    checkAlike(feed, leg.place(), first, flow);
                }
            }
        }
    }

    private boolean isUdp(final ConfigDraft.Feed feed, final Placed<String> leg, final ConfigDraft.Flow flow)
    {
        if (null != flow.from() && flow.from().value().isEnveloped())
        {
            errors.error(leg.place(), "leg '" + leg.value() + "' of feed '" + feed.name() +
                "' receives from Aeron, where the relay before this one numbers what it sends: declare the feed there");
            return false;
        }
        return null != flow.from();
    }

    private boolean isOfOneFeed(final ConfigDraft.Feed feed, final Placed<String> leg)
    {
        final String other = feedByLeg.putIfAbsent(leg.value(), feed.name());
        if (null != other)
        {
            errors.error(leg.place(), "flow '" + leg.value() + "' is a leg of feed '" + other + "' and of feed '" +
                feed.name() + "': of one only");
        }
        return null == other;
    }

    private void checkAlike(
        final ConfigDraft.Feed feed, final Place place, final ConfigDraft.Flow first, final ConfigDraft.Flow leg)
    {
        final String what = "leg '" + leg.name() + "' of feed '" + feed.name() + "' ";
        if (!first.className().equals(leg.className()))
        {
            errors.error(place, what + "has class '" + leg.className() + "', and leg '" + first.name() + "' class '" +
                first.className() + "': the same for all legs");
        }
        if (!destinations(first).equals(destinations(leg)))
        {
            errors.error(place, what + "goes to " + names(leg) + ", and leg '" + first.name() + "' to " + names(first) +
                ": the same for all legs");
        }
        final int channels = leg.from().value().channels();
        if (first.from().value().channels() != channels)
        {
            errors.error(place, what + "has " + channels + " addresses and ports, and leg '" + first.name() + "' " +
                first.from().value().channels() +
                ": as many on all legs, since the first of one is compared with the first of another");
        }
    }

    private static Set<String> destinations(final ConfigDraft.Flow flow)
    {
        return flow.to().stream().map(Placed::value).collect(Collectors.toSet());
    }

    private static String names(final ConfigDraft.Flow flow)
    {
        return flow.to().stream().map(Placed::value).collect(Collectors.joining(", "));
    }
}
