package relay.transport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.SocketException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * UDP ports for what is opened a little later in this process: warm-ups, demonstrations, measurements and tests. They
 * lie below those that Linux gives to sockets which ask for none in particular ({@code net.ipv4.ip_local_port_range},
 * ip(7); 32,768 and more unless it was changed), so that no socket of this process gets one by chance before it is
 * wanted, and none is told twice until all were. Another program may take one that it asks for.
 */
public final class FreePorts
{
    private static final int FIRST = 10_000;
    private static final int COUNT = 32_768 - FIRST;
    private static final AtomicInteger NEXT = new AtomicInteger(ThreadLocalRandom.current().nextInt(COUNT));

    private FreePorts()
    {
    }

    /**
     * May be called from any thread.
     *
     * @return a port that no socket of this machine is bound to, of whatever address.
     */
    public static int next()
    {
        for (int i = 0; i < COUNT; i++)
        {
            final int port = FIRST + Math.floorMod(NEXT.getAndIncrement(), COUNT);
            try (DatagramSocket free = new DatagramSocket(port))
            {
                return free.getLocalPort();
            }
            catch (final SocketException ex)
            {
                // somebody has it
            }
        }
        throw new UncheckedIOException(new IOException("every UDP port from " + FIRST + " to " + (FIRST + COUNT - 1) +
            " is in use: end what has them"));
    }
}
