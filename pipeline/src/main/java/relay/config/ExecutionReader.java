package relay.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import relay.config.yaml.Choice;
import relay.config.yaml.ConfigErrors;
import relay.config.yaml.Place;
import relay.config.yaml.Placed;
import relay.transport.endpoint.UserText;
import relay.transport.udp.Io;

/**
 * Reads how a relay is to be run, from the keys of a file's section relay or from the options of the same names.
 */
final class ExecutionReader
{
    static final List<String> KEYS = List.of("profile", "layout", "workers", "cores", "idle", "io");

    private static final Choice<Profile> PROFILES = new Choice<>("profile", Profile.values());
    private static final Choice<Layout> LAYOUTS = new Choice<>("layout", Layout.values());
    private static final Choice<Idle> IDLES = new Choice<>("idle", Idle.values());
    private static final Choice<Io> IOS = new Choice<>("io", Io.values());
    private static final String WORKERS_ALLOWED = "a number from 1 to " + Execution.WORKERS_MAX;

    private final List<Integer> allowedCores;
    private final ConfigErrors errors;

    ExecutionReader(final List<Integer> allowedCores, final ConfigErrors errors)
    {
        this.allowedCores = allowedCores;
        this.errors = errors;
    }

    /**
     * @param key one of {@link #KEYS}.
     * @return what may be its value, for messages.
     */
    static String allowed(final String key)
    {
        return switch (key)
        {
            case "profile" -> PROFILES.allowed();
            case "layout" -> LAYOUTS.allowed();
            case "workers" -> WORKERS_ALLOWED;
            case "cores" -> CoreList.ALLOWED;
            case "idle" -> IDLES.allowed();
            default -> IOS.allowed();
        };
    }

    /**
     * @param key one of {@link #KEYS}.
     * @return whether it may have several values.
     */
    static boolean isList(final String key)
    {
        return "cores".equals(key);
    }

    /**
     * @param options values by name of the option, without its hyphens.
     * @return the same, placed at those options.
     */
    static Map<String, List<Placed<String>>> placed(final Map<String, String> options)
    {
        final Map<String, List<Placed<String>>> placed = new HashMap<>();
        options.forEach((key, text) -> placed.put(key, List.of(new Placed<>(text, new Place("--" + key, 0, 0)))));
        return placed;
    }

    /**
     * @param texts values by key; for cores there may be several, otherwise the first counts.
     * @return how to run; what was not said, or cannot be read, as the profile has it.
     */
    Execution read(final Map<String, List<Placed<String>>> texts)
    {
        final Profile profile = PROFILES.read(first(texts, "profile"), Profile.byDefault(), errors);
        final Execution execution = new Execution(
            profile,
            LAYOUTS.read(first(texts, "layout"), profile.layout(), errors),
            workers(first(texts, "workers")),
            IDLES.read(first(texts, "idle"), profile.idle(), errors),
            cores(texts.getOrDefault("cores", List.of())),
            IOS.read(first(texts, "io"), Io.AUTO, errors));
        if (Idle.BUSY_SPIN == execution.idle() && !texts.containsKey("cores"))
        {
            refuseToSpin(texts);
        }
        return execution;
    }

    private static Placed<String> first(final Map<String, List<Placed<String>>> texts, final String key)
    {
        final List<Placed<String>> values = texts.getOrDefault(key, List.of());
        return values.isEmpty() ? null : values.getFirst();
    }

    private void refuseToSpin(final Map<String, List<Placed<String>>> texts)
    {
        final String key = null == first(texts, "idle") ? "profile" : "idle";
        final Placed<String> text = first(texts, key);
        errors.error(text.place(), key + " " + text.value() + " needs cores, since its threads never sleep: " +
            "give idle: backoff, or cores: " + there());
    }

    private int workers(final Placed<String> text)
    {
        if (null == text)
        {
            return 1;
        }
        if (text.value().matches("[0-9]{1,4}"))
        {
            final int workers = Integer.parseInt(text.value());
            if (workers >= 1 && workers <= Execution.WORKERS_MAX)
            {
                return workers;
            }
        }
        errors.error(text.place(), "workers is " + UserText.quoted(text.value()) + ": " + WORKERS_ALLOWED);
        return 1;
    }

    private List<Integer> cores(final List<Placed<String>> texts)
    {
        final List<Integer> cores = new ArrayList<>();
        for (final Placed<String> text : texts)
        {
            final List<Integer> more = CoreList.parse(text.value());
            if (null == more)
            {
                errors.error(text.place(), "bad cores " + UserText.quoted(text.value()) + ": " + CoreList.ALLOWED);
                return cores;
            }
            for (final Integer core : more)
            {
                if (!allowedCores.contains(core))
                {
                    errors.error(text.place(), "no core " + core + " for this process: " + there());
                    return cores;
                }
                if (cores.contains(core))
                {
                    errors.error(text.place(), "core " + core + " is repeated in cores: once is enough");
                    return cores;
                }
                cores.add(core);
            }
        }
        return List.copyOf(cores);
    }

    private String there()
    {
        return allowedCores.isEmpty() ? "this system does not tell which there are, so leave cores out" :
            "there are " + CoreList.format(allowedCores);
    }
}
