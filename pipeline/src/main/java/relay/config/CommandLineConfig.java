package relay.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import relay.config.yaml.ConfigErrors;
import relay.config.yaml.Place;
import relay.config.yaml.Placed;
import relay.pool.BufferCounts;
import relay.transport.endpoint.Endpoint;
import relay.transport.endpoint.InterfaceSelector;

/**
 * The configuration of a relay that is started without a file: every input goes to every destination.
 */
public final class CommandLineConfig
{
    private CommandLineConfig()
    {
    }

    /**
     * Makes a configuration of options; the flows are called flow-1, flow-2 ..., the destinations destination-1 ...
     *
     * @param from    values of {@code --from}, in order.
     * @param to      values of {@code --to}, in order.
     * @param options how to run it: values by option without its hyphens, such as {@code layout}.
     * @return a configuration, or what is wrong, in the place of file and line the option: {@code --from #2: ...}
     */
    public static ConfigResult of(
        final List<String> from, final List<String> to, final Map<String, String> options)
    {
        final ConfigErrors errors = new ConfigErrors();
        final InterfaceSelector interfaces = new InterfaceSelector();
        final EndpointReader endpoints = new EndpointReader(interfaces, errors);
        requireSome("--from", from, errors);
        requireSome("--to", to, errors);
        final List<ConfigDraft.Destination> destinations = new ArrayList<>();
        for (int i = 1; i <= to.size(); i++)
        {
            final Place place = place("--to", i);
            destinations.add(new ConfigDraft.Destination(
                "destination-" + i, place, endpoints.read(to.get(i - 1), ignore -> place, false),
                0, WhenSlow.SKIP_OLDEST, 0, null, 0));
        }
        final List<ConfigDraft.Flow> flows = new ArrayList<>();
        for (int i = 1; i <= from.size(); i++)
        {
            final Place place = place("--from", i);
            final Placed<Endpoint> input = endpoints.read(from.get(i - 1), ignore -> place, true);
            flows.add(new ConfigDraft.Flow("flow-" + i, place, input, null,
                destinations.stream().map(each -> new Placed<>(each.name(), place)).toList(),
                Policing.NONE, List.of()));
        }
        final ConfigDraft draft = new ConfigDraft(
            RelayNames.random(),
            new ExecutionReader(AllowedCores.ofThisProcess(), errors).read(ExecutionReader.placed(options)),
            List.of(), flows, destinations, List.of(), BufferCounts.NONE, null);
        return ConfigResult.of(new ConfigValidator(draft, interfaces, errors).validate(), errors);
    }

    private static void requireSome(final String option, final List<String> values, final ConfigErrors errors)
    {
        if (values.isEmpty())
        {
            errors.error(new Place(option, 0, 0), "missing: at least one " + option + " URI");
        }
    }

    private static Place place(final String option, final int number)
    {
        return new Place(option + " #" + number, 0, 0);
    }
}
