package relay.transport.udp;

/**
 * How datagrams get in and out of the process.
 */
public enum Io
{
    /** Native where that works, otherwise portable. */
    AUTO,
    /** The system's own calls, many datagrams each; an error where they do not work. */
    NATIVE,
    /** What every Java has: a call a datagram. */
    PORTABLE,
}
