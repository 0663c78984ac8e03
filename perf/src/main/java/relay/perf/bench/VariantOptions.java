package relay.perf.bench;

import java.util.Arrays;
import java.util.List;

/**
 * What makes one Relay different from another in the same run.
 *
 * @param jvm options of the JVM, separated by blanks.
 * @param run options of {@code relay run}.
 */
record VariantOptions(String jvm, List<String> run)
{
    static final VariantOptions NONE = new VariantOptions("", List.of());

    /**
     * @param text words: those from the first that begins with {@code --} are for {@code relay run}, others for the JVM.
     * @return the same.
     */
    static VariantOptions parse(final String text)
    {
        final List<String> words = Arrays.stream(text.strip().split("\\s+")).toList();
        int first = 0;
        while (first < words.size() && !words.get(first).startsWith("--"))
        {
            first++;
        }
        return new VariantOptions(String.join(" ", words.subList(0, first)), words.subList(first, words.size()));
    }
}
