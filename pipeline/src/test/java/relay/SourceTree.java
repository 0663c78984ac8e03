package relay;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The imports of the main sources, read as text: javac inlines constants, so class files do not show every arrow.
 *
 * @param modules for each module, from the bottom up, its packages; for each package, the packages that it imports.
 */
record SourceTree(Map<String, SortedMap<String, Set<String>>> modules)
{
    private static final Pattern PACKAGE = Pattern.compile("^package ([\\w.]+);", Pattern.MULTILINE);
    private static final Pattern IMPORT =
        Pattern.compile("^import (?:static )?((?:[a-z]\\w*\\.)*[a-z]\\w*)\\.[A-Z*]", Pattern.MULTILINE);

    /**
     * @param root    directory of the modules.
     * @param modules directories in it, from the bottom up: each may import itself and those before it.
     * @return the imports of all of them.
     * @throws IOException if a source cannot be read.
     */
    static SourceTree read(final Path root, final List<String> modules) throws IOException
    {
        final Map<String, SortedMap<String, Set<String>>> read = new LinkedHashMap<>();
        for (final String module : modules)
        {
            read.put(module, readModule(root.resolve(module).resolve("src/main/java")));
        }
        return new SourceTree(read);
    }

    private static SortedMap<String, Set<String>> readModule(final Path sources) throws IOException
    {
        final SortedMap<String, Set<String>> packages = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(sources))
        {
            for (final Path file : paths.filter(path -> path.toString().endsWith(".java")).toList())
            {
                final String text = Files.readString(file);
                found(PACKAGE, text).forEach(
                    name -> packages.computeIfAbsent(name, p -> new TreeSet<>()).addAll(found(IMPORT, text)));
            }
        }
        return packages;
    }

    private static List<String> found(final Pattern pattern, final String text)
    {
        return pattern.matcher(text).results().map(result -> result.group(1)).toList();
    }

    /**
     * @return for each package of the tree, the others of the tree that it imports.
     */
    SortedMap<String, Set<String>> arrows()
    {
        final SortedMap<String, Set<String>> arrows = new TreeMap<>();
        modules.values().forEach(packages -> packages.forEach(
            (from, imported) -> arrows.computeIfAbsent(from, p -> new TreeSet<>()).addAll(imported)));
        arrows.forEach((from, imported) ->
        {
            imported.retainAll(arrows.keySet());
            imported.remove(from);
        });
        return arrows;
    }

    /**
     * @return the imports of a package that only a later module has.
     */
    List<String> importsOfLaterModules()
    {
        final List<String> upwards = new ArrayList<>();
        final Set<String> later = new TreeSet<>(arrows().keySet());
        modules.forEach((module, packages) ->
        {
            later.removeAll(packages.keySet());
            packages.forEach((from, imported) -> imported.stream().filter(later::contains)
                .forEach(to -> upwards.add(module + ": " + from + " -> " + to)));
        });
        return upwards;
    }

    /**
     * @return for each package on a circle, one way from it to itself.
     */
    List<String> circles()
    {
        final SortedMap<String, Set<String>> arrows = arrows();
        return arrows.keySet().stream().map(name -> way(arrows, name, name, new TreeSet<>()))
            .filter(way -> !way.isEmpty()).map(way -> String.join(" -> ", way)).toList();
    }

    private static List<String> way(
        final Map<String, Set<String>> arrows, final String from, final String to, final Set<String> seen)
    {
        for (final String next : arrows.get(from))
        {
            final List<String> rest = next.equals(to) ? List.of(to) :
                seen.add(next) ? way(arrows, next, to, seen) : List.of();
            if (!rest.isEmpty())
            {
                return Stream.concat(Stream.of(from), rest.stream()).toList();
            }
        }
        return List.of();
    }
}
