package relay.perf;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** NOTICE lists exactly what the build puts into the two jars: each with its version and a licence. */
class NoticeTest
{
    private static final Pattern LISTED = Pattern.compile("^  (\\S+:\\S+:\\S+)  +\\S.*$", Pattern.MULTILINE);
    /** group:artifact:jar:version:scope, as the dependency plugin writes it. */
    private static final Pattern RESOLVED = Pattern.compile("^ +([^:\\s]+:[^:]+):jar:([^:]+):", Pattern.MULTILINE);

    @Test
    void shouldListWhatRelayContains() throws IOException
    {
        assertEquals(resolved("../pipeline"), listed(notice().substring(0, perfBegins())));
    }

    @Test
    void shouldListWhatTheMeasurementsContain() throws IOException
    {
        assertEquals(resolved("."), listed(notice()));
    }

    private static String notice() throws IOException
    {
        return Files.readString(Path.of("../NOTICE"));
    }

    private static int perfBegins() throws IOException
    {
        return notice().indexOf("\nrelay-perf.jar");
    }

    private static SortedSet<String> listed(final String text)
    {
        return LISTED.matcher(text).results().map(result -> result.group(1))
            .collect(Collectors.toCollection(TreeSet::new));
    }

    private static SortedSet<String> resolved(final String module) throws IOException
    {
        final String dependencies = Files.readString(Path.of(module, "target/dependencies.txt"));
        return RESOLVED.matcher(dependencies).results().filter(NoticeTest::isOfOthers)
            .map(result -> result.group(1) + ":" + result.group(2)).collect(Collectors.toCollection(TreeSet::new));
    }

    private static boolean isOfOthers(final MatchResult dependency)
    {
        return !dependency.group(1).startsWith("relay:");
    }
}
