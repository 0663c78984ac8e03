package relay.perf.topology;

import relay.perf.machine.Shell;

/**
 * Whether measurements between namespaces can be tried here.
 */
public final class Namespaces
{
    private Namespaces()
    {
    }

    /**
     * @return the obstacle, or null.
     */
    public static String obstacle()
    {
        if (!"0".equals(Shell.tryRun("id", "-u").output()))
        {
            return "no network namespaces here: needs root";
        }
        final String namespace = "relaybenchprobe-" + ProcessHandle.current().pid();
        final Shell.Result added = Shell.tryRun("ip", "netns", "add", namespace);
        if (0 != added.exitCode())
        {
            return "no network namespaces here: " + added.output();
        }
        final Shell.Result linked = Shell.tryRun("ip", "-n", namespace, "link", "add", "type", "veth");
        Shell.run("ip", "netns", "delete", namespace);
        if (0 != linked.exitCode())
        {
            return "no network namespaces here: " + linked.output();
        }
        return Shell.isInstalled(Programs.COMPILER) ? null : "no C compiler here";
    }
}
