package relay.topology;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.TreeMap;

/**
 * What {@code relay run}, {@code send} or {@code sink} reported as JSON.
 *
 * @param name of who reported.
 * @param json the report.
 */
record Report(String name, JsonObject json)
{
    static Report parse(final String name, final String text)
    {
        return new Report(name, JsonParser.parseString(text).getAsJsonObject());
    }

    static Report read(final Path file)
    {
        try
        {
            final Report report = parse(file.getFileName().toString(), Files.readString(file));
            return new Report(report.text("relay"), report.json());
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }

    /**
     * @param path keys from the outside in.
     * @return the number there.
     */
    long count(final String... path)
    {
        return at(path).getAsLong();
    }

    /**
     * @param path keys from the outside in.
     * @return the text there.
     */
    String text(final String... path)
    {
        return at(path).getAsString();
    }

    /**
     * @param path keys from the outside in.
     * @return the objects of the array there.
     */
    List<Report> list(final String... path)
    {
        final JsonArray array = at(path).getAsJsonArray();
        final List<Report> list = new ArrayList<>();
        for (int i = 0; i < array.size(); i++)
        {
            list.add(new Report(name + " " + String.join(".", path) + "[" + i + "]", array.get(i).getAsJsonObject()));
        }
        return list;
    }

    /**
     * @param flow of a relay.
     * @return its part of the report.
     */
    Report flow(final String flow)
    {
        return named("flows", flow);
    }

    /**
     * @param destination of a relay.
     * @return its part of the report.
     */
    Report destination(final String destination)
    {
        return named("destinations", destination);
    }

    /**
     * @return the drops here by reason, those that happened only.
     */
    Map<String, Long> drops()
    {
        final Map<String, Long> drops = new TreeMap<>();
        json.getAsJsonObject("drops").entrySet().stream()
            .filter(entry -> entry.getValue().getAsLong() > 0)
            .forEach(entry -> drops.put(entry.getKey(), entry.getValue().getAsLong()));
        return drops;
    }

    /**
     * @return all drops here.
     */
    long dropped()
    {
        return drops().values().stream().mapToLong(Long::longValue).sum();
    }

    private Report named(final String array, final String wanted)
    {
        return list(array).stream().filter(each -> each.text("name").equals(wanted)).findFirst()
            .orElseThrow(() -> new NoSuchElementException(array + " of " + name + ": no '" + wanted + "': " + json));
    }

    private JsonElement at(final String... path)
    {
        JsonElement element = json;
        for (final String key : path)
        {
            element = element.getAsJsonObject().get(key);
            if (null == element)
            {
                throw new NoSuchElementException(name + ": no " + String.join(".", path) + " in " + json);
            }
        }
        return element;
    }
}
