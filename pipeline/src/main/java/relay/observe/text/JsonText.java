package relay.observe.text;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;

/**
 * Records as JSON: the components are the keys, in their order.
 */
public final class JsonText
{
    private static final Gson LINE = builder().serializeNulls().create();
    private static final Gson PRETTY = builder().setPrettyPrinting().create();
    private static final Gson PRETTY_WITH_NULLS = builder().setPrettyPrinting().serializeNulls().create();

    private JsonText()
    {
    }

    /**
     * @param report a record.
     * @return one line; components that are null have the value null.
     */
    public static String line(final Object report)
    {
        return LINE.toJson(report);
    }

    /**
     * @param report a record.
     * @return indented lines; components that are null are left out.
     */
    public static String pretty(final Object report)
    {
        return PRETTY.toJson(report);
    }

    /**
     * @param report a record.
     * @return indented lines; components that are null have the value null.
     */
    public static String prettyWithNulls(final Object report)
    {
        return PRETTY_WITH_NULLS.toJson(report);
    }

    /**
     * @param report a record.
     * @return its tree; components that are null are left out.
     */
    public static JsonObject tree(final Object report)
    {
        return PRETTY.toJsonTree(report).getAsJsonObject();
    }

    /** A report is written at the end of a run: a rate that is not a number must not make it fail. */
    private static GsonBuilder builder()
    {
        return new GsonBuilder().disableHtmlEscaping().serializeSpecialFloatingPointValues();
    }
}
