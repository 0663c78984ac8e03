package relay;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/**
 * Who may import whom, read from the sources of all modules: what {@link ArchitectureTest} cannot see, because javac
 * inlines constants, and what it does not read, because the last module comes after this one. The rules are data.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ImportsTest
{
    /** From the bottom up: a module imports itself and those before it. */
    private static final List<String> MODULES = List.of("pool", "transport", "pipeline", "perf");

    /** Packages that never import others. */
    private static final List<Never> NEVER = List.of(
        new Never("relay.config..", "relay.observe..", "relay.pipeline..", "relay.terminal..", "relay.tools.."),
        new Never("relay.observe..", "relay.transport..", "relay.pipeline..", "relay.terminal..", "relay.tools.."),
        new Never("relay.observe..", "relay.config.."),
        new Never("relay.pipeline..", "relay.terminal..", "relay.tools.."),
        new Never("relay.terminal..", "relay.pipeline..", "relay.tools.."),
        new Never("relay.tools..", "relay.pipeline.."),
        new Never("relay.tools.model.capacity", "relay.transport..", "relay.config..", "relay.observe.."),
        new Never("relay..", "relay.cli.."));

    /** Packages in their order. */
    private static final List<Layers> LAYERS = List.of(
        new Layers("relay.transport..",
            "relay.transport.endpoint", "relay.transport", "relay.transport.wire", "relay.transport.capture",
            "relay.transport.linux", "relay.transport.nio", "relay.transport.udp", "relay.transport.aeron"),
        new Layers("relay.pipeline..",
            "relay.pipeline.ledger", "relay.pipeline.qos", "relay.pipeline.feed", "relay.pipeline.flight",
            "relay.pipeline.threads", "relay.pipeline.ingress", "relay.pipeline.egress", "relay.pipeline.watch",
            "relay.pipeline.endpoint", "relay.pipeline"));

    /**
     * @param from a package that imports none of the others; two dots at the end stand for it and all below it.
     * @param to   the others.
     */
    private record Never(String from, String... to)
    {
        boolean forbids(final String importing, final String imported)
        {
            return isIn(importing, from) && List.of(to).stream().anyMatch(forbidden -> isIn(imported, forbidden));
        }
    }

    /**
     * @param all    the packages that are in these layers.
     * @param upward each once, from the bottom up: a package imports those before it, never those after it.
     */
    private record Layers(String all, String... upward)
    {
        List<String> above(final String layer)
        {
            final List<String> order = List.of(upward);
            return order.subList(order.indexOf(layer) + 1, order.size());
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
        for (final Layers layers : LAYERS)
        {
            for (final String from : layers.upward())
            {
                final List<String> above = layers.above(from);
                arrows.get(from).stream().filter(above::contains).forEach(to -> upwards.add(from + " -> " + to));
            }
        }
        assertEquals(List.of(), upwards);
    }

    @ParameterizedTest
    @FieldSource("LAYERS")
    void shouldHaveEachPackageInItsLayer(final Layers layers)
    {
        assertEquals(
            arrows.keySet().stream().filter(name -> isIn(name, layers.all())).toList(),
            Stream.of(layers.upward()).sorted().toList());
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
