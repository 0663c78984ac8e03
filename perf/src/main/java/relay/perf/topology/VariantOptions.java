package relay.perf.topology;

import java.util.Arrays;
import java.util.List;

/**
 * Options that make one Relay different from another in the same run.
 *
 * @param jvm options of the JVM, separated by blanks.
 * @param run options of {@code relay run}.
 */
public record VariantOptions(String jvm, List<String> run)
{
    static final VariantOptions NONE = new VariantOptions("", List.of());

    /**
     * @param text words: those from the first that begins with {@code --} are for {@code relay run}, others for the
     *             JVM.
     * @return the same.
     */
    public static VariantOptions parse(final String text)
    {
        final List<String> words = Arrays.asList(text.strip().split("\\s+"));
        final int first = (int)words.stream().takeWhile(word -> !word.startsWith("--")).count();
        return new VariantOptions(String.join(" ", words.subList(0, first)), words.subList(first, words.size()));
    }
}
