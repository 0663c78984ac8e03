package relay;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Who may import whom, read from the sources of all modules: what {@link ArchitectureTest} cannot see, because javac
 * inlines constants, and what it does not read, because the last module comes after this one. The rules are data.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ImportsTest
{
    /** From the bottom up: a module imports itself and those before it. */
    private static final List<String> MODULES = List.of("pool", "transport", "pipeline", "perf");

    /** Packages that never import others; two dots at the end stand for the package and all below it. */
    private static final List<Never> NEVER = List.of(
        new Never("relay.config..", "relay.observe..", "relay.pipeline..", "relay.cli.."),
        new Never("relay.observe..", "relay.config..", "relay.transport..", "relay.pipeline..", "relay.cli.."),
        new Never("relay.capacity..", "relay.config..", "relay.transport..", "relay.pipeline..", "relay.cli.."),
        new Never("relay.traffic..", "relay.pipeline..", "relay.cli.."),
        new Never("relay.record..", "relay.pipeline..", "relay.cli.."),
        new Never("relay.pipeline..", "relay.capacity..", "relay.traffic..", "relay.record..", "relay.cli.."));

    /** Packages in layers, each from the bottom up: one imports those before it only. Complete below the last one. */
    private static final List<List<String>> LAYERS = List.of(
        List.of("relay.pipeline.feed", "relay.pipeline.flight", "relay.pipeline.qos", "relay.pipeline"));

    /**
     * @param from a package that imports none of the others.
     * @param to   the others.
     */
    private record Never(String from, String... to)
    {
        boolean forbids(final String importing, final String imported)
        {
            return isIn(importing, from) && List.of(to).stream().anyMatch(forbidden -> isIn(imported, forbidden));
        }
    }

    private SourceTree sources;
    private SortedMap<String, Set<String>> arrows;

    @BeforeAll
    void readSources() throws IOException
    {
        sources = SourceTree.read(Path.of(".."), MODULES);
        arrows = sources.arrows();
    }

    @Test
    void shouldImportEarlierModulesOnly()
    {
        assertEquals(List.of(), sources.importsOfLaterModules());
    }

    @Test
    void shouldHaveNoCircleOfPackages()
    {
        assertEquals(List.of(), sources.circles());
    }

    @Test
    void shouldKeepToTheRules()
    {
        final List<String> broken = new ArrayList<>();
        arrows.forEach((from, imported) -> imported.stream()
            .filter(to -> NEVER.stream().anyMatch(rule -> rule.forbids(from, to)))
            .forEach(to -> broken.add(from + " -> " + to)));
        assertEquals(List.of(), broken);
    }

    @Test
    void shouldHaveRulesForPackagesThatExist()
    {
        final List<String> absent = NEVER.stream().map(Never::from)
            .filter(name -> arrows.keySet().stream().noneMatch(present -> isIn(present, name))).toList();
        assertEquals(List.of(), absent);
    }

    @Test
    void shouldHaveNoArrowUpwardInALayer()
    {
        final List<String> upwards = new ArrayList<>();
        for (final List<String> layers : LAYERS)
        {
            for (final String from : layers)
            {
                final List<String> above = layers.subList(layers.indexOf(from) + 1, layers.size());
                arrows.get(from).stream().filter(above::contains).forEach(to -> upwards.add(from + " -> " + to));
            }
        }
        assertEquals(List.of(), upwards);
    }

    @Test
    void shouldHaveEachPackageInItsLayer()
    {
        for (final List<String> layers : LAYERS)
        {
            assertEquals(
                arrows.keySet().stream().filter(name -> isIn(name, layers.getLast() + "..")).toList(),
                layers.stream().sorted().toList());
        }
    }

    @Test
    void shouldSeeWhatIsWrong(@TempDir final Path root) throws IOException
    {
        write(root, "low/src/main/java/A.java", "package a;\n\nimport static a.b.B.LIMIT;\nimport java.util.List;\n");
        write(root, "low/src/main/java/B.java", "package a.b;\n\nimport a.*;\nimport c.C;\n");
        write(root, "high/src/main/java/C.java", "package c;\n\n/** As {@link a.A}. */\n");
        final SourceTree tree = SourceTree.read(root, List.of("low", "high"));
        assertEquals(List.of("low: a.b -> c"), tree.importsOfLaterModules());
        assertEquals(List.of("a -> a.b -> a", "a.b -> a -> a.b"), tree.circles());
    }

    private static void write(final Path root, final String name, final String text) throws IOException
    {
        Files.createDirectories(root.resolve(name).getParent());
        Files.writeString(root.resolve(name), text);
    }

    private static boolean isIn(final String name, final String pattern)
    {
        final String prefix = pattern.replaceFirst("\\.\\.$", "");
        return name.equals(prefix) || (!prefix.equals(pattern) && name.startsWith(prefix + "."));
    }
}
