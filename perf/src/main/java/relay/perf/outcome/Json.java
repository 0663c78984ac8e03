package relay.perf.outcome;

import com.google.gson.ExclusionStrategy;
import com.google.gson.FieldAttributes;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import com.google.gson.JsonSerializer;
import com.google.gson.TypeAdapter;
import com.google.gson.TypeAdapterFactory;
import com.google.gson.annotations.Expose;
import com.google.gson.reflect.TypeToken;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.HdrHistogram.AbstractHistogram;
import relay.observe.LatencySummary;

/**
 * Records as JSON. Keys are their components, without those that {@code @Expose(serialize = false)} leaves out, then those
 * of {@link Derived}. A number that is not finite is null, a histogram is its {@link LatencySummary}, a
 * {@link Verdict.State} its words.
 */
public final class Json
{
    private static final JsonSerializer<Double> FINITE = (value, type, context) ->
        Double.isFinite(value) ? new JsonPrimitive(value) : JsonNull.INSTANCE;

    private static final Gson GSON = new GsonBuilder()
        .setPrettyPrinting()
        .disableHtmlEscaping()
        .serializeNulls()
        .addSerializationExclusionStrategy(new Unexposed())
        .registerTypeAdapterFactory(new WithDerived())
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

    /** Leaves out what is marked so. */
    private static final class Unexposed implements ExclusionStrategy
    {
        @Override
        public boolean shouldSkipField(final FieldAttributes field)
        {
            final Expose expose = field.getAnnotation(Expose.class);
            return null != expose && !expose.serialize();
        }

        @Override
        public boolean shouldSkipClass(final Class<?> type)
        {
            return false;
        }
    }

    /** Adds the keys of {@link Derived}. */
    private static final class WithDerived implements TypeAdapterFactory
    {
        @Override
        public <T> TypeAdapter<T> create(final Gson gson, final TypeToken<T> type)
        {
            if (!Derived.class.isAssignableFrom(type.getRawType()))
            {
                return null;
            }
            final TypeAdapter<T> components = gson.getDelegateAdapter(this, type);
            return new TypeAdapter<>()
            {
                @Override
                public void write(final JsonWriter out, final T value) throws IOException
                {
                    gson.getAdapter(JsonElement.class).write(out, null == value ? JsonNull.INSTANCE :
                        merged(components.toJsonTree(value), gson.toJsonTree(((Derived)value).derived())));
                }

                @Override
                public T read(final JsonReader in)
                {
                    throw new UnsupportedOperationException("outcomes are only written");
                }
            };
        }

        private static JsonObject merged(final JsonElement components, final JsonElement derived)
        {
            final JsonObject all = components.getAsJsonObject();
            derived.getAsJsonObject().asMap().forEach(all::add);
            return all;
        }
    }
}
