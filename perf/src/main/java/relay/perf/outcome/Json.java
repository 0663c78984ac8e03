package relay.perf.outcome;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import com.google.gson.JsonSerializationContext;
import com.google.gson.JsonSerializer;
import com.google.gson.annotations.Expose;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.HdrHistogram.AbstractHistogram;
import relay.observe.LatencySummary;

/**
 * Records as JSON. Keys are their components. A {@link Derived} record leaves out those that {@code @Expose(serialize =
 * false)} marks, and has its own keys after them. A number that is not finite is null, a histogram is its
 * {@link LatencySummary}, a {@link Verdict.State} its words.
 */
public final class Json
{
    private static final JsonSerializer<Double> FINITE = (value, type, context) ->
        Double.isFinite(value) ? new JsonPrimitive(value) : JsonNull.INSTANCE;

    private static final Gson GSON = new GsonBuilder()
        .setPrettyPrinting()
        .disableHtmlEscaping()
        .serializeNulls()
        .registerTypeHierarchyAdapter(Derived.class, (JsonSerializer<Derived>)(value, type, context) ->
            object(value, context))
        .registerTypeAdapter(Double.class, FINITE)
        .registerTypeAdapter(double.class, FINITE)
        .registerTypeAdapter(Verdict.State.class, (JsonSerializer<Verdict.State>)(state, type, context) ->
            new JsonPrimitive(state.toString()))
        .registerTypeHierarchyAdapter(AbstractHistogram.class,
            (JsonSerializer<AbstractHistogram>)(histogram, type, context) ->
                context.serialize(LatencySummary.of(histogram)))
        .create();

    private Json()
    {
    }

    /**
     * @param value record, map or list.
     * @return the same as JSON; nothing is rounded.
     */
    public static String text(final Object value)
    {
        return GSON.toJson(value);
    }

    /**
     * @param file  to write; readers meanwhile see the old one, or none.
     * @param value record, map or list.
     * @throws IOException if the file cannot be written.
     */
    public static void write(final Path file, final Object value) throws IOException
    {
        replace(file, text(value));
    }

    static void replace(final Path file, final String text) throws IOException
    {
        final Path beside = file.resolveSibling(file.getFileName() + ".part");
        Files.writeString(beside, text + System.lineSeparator());
        Files.move(beside, file, StandardCopyOption.REPLACE_EXISTING);
    }

    private static JsonElement object(final Derived value, final JsonSerializationContext context)
    {
        final JsonObject object = new JsonObject();
        try
        {
            for (final RecordComponent component : value.getClass().getRecordComponents())
            {
                final Field field = value.getClass().getDeclaredField(component.getName());
                final Expose expose = field.getAnnotation(Expose.class);
                if (null == expose || expose.serialize())
                {
                    field.setAccessible(true);
                    object.add(component.getName(), context.serialize(field.get(value)));
                }
            }
        }
        catch (final ReflectiveOperationException ex)
        {
            throw new IllegalStateException(ex);
        }
        value.derived().forEach((key, derived) -> object.add(key, context.serialize(derived)));
        return object;
    }
}
